import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { BadRequestSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { decodedDetail } from "../../../src/status/budget/decoded-detail.js";
import { badRequest } from "../../../src/status/builders/bad-request.js";
import { BinaryDetail } from "../../../src/status/details/binary-detail.js";
import { detailFromInput } from "../../../src/status/details/detail-input.js";

const given = badRequest({ isbn: "has 12 digits", title: "must not be empty" });

describe("decodedDetail", () => {
  it.each([
    ["is cut off", { typeUrl: "x/google.rpc.BadRequest", value: new Uint8Array([0x0a, 9, 1]) }],
    ["is of an unknown type", { typeUrl: "x/y.Z", value: new Uint8Array(0) }],
  ])("is undefined for a detail that %s", (_, input) => {
    expect(decodedDetail(detailFromInput(input, "input"))).toBeUndefined();
  });

  it("is undefined for a detail whose Any is damaged, though its bytes would decode", () => {
    const any = new Uint8Array([
      0x12,
      0,
      0x0a,
      29,
      ...Buffer.from("a/google.rpc.BadRequest"),
      0xff,
    ]);
    expect(decodedDetail(new BinaryDetail(any))).toBeUndefined();
  });

  it("does not read a message of this process again once that is encoded", () => {
    let encoded = false;
    const message = Object.defineProperty(create(BadRequestSchema), "fieldViolations", {
      get() {
        if (encoded) throw new Error("read too late");
        return given.fieldViolations;
      },
    });
    const detail = detailFromInput(message, "input");
    expect(detail.bytes).toBeDefined();
    encoded = true;
    expect(decodedDetail(detail)?.value).toEqual(given);
  });

  it("is undefined for a detail that throws when it is read", () => {
    const hostile = {
      type: "google.rpc.BadRequest",
      typeUrl: "x/google.rpc.BadRequest",
      get bytes(): Uint8Array {
        throw new Error("boom");
      },
    };
    expect(decodedDetail(hostile)).toBeUndefined();
  });
});
