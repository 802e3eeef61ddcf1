import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { decodeGoogleStatus } from "../../src/dialects/google-status.js";
import {
  isOkStatus,
  isStatusMessage,
  type StatusMessage,
} from "../../src/dialects/status-message.js";
import { MAX_DETAILS } from "../../src/wire/status-proto.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../fixtures/five-details.js";
import { foreignStatuses } from "../fixtures/foreign-status.js";

const any = { typeUrl: "x/y.Z", value: new Uint8Array([1]) };

describe("isStatusMessage", () => {
  it.each([["protobuf-es", fiveDetails], ...foreignStatuses(fiveDetailsBytes)])(
    "knows the object of %s",
    (_, status) => {
      expect(isStatusMessage(status)).toBe(true);
    },
  );

  it.each([
    ["JSON", { code: 5, message: "m", details: [{ "@type": "x/y.Z" }] }],
    ["a StatusObject of grpc-js", { code: 5, details: "text", metadata: {} }],
    ["a code of text", { code: "5", message: "m", details: [any] }],
    ["another message", { $typeName: "google.rpc.ErrorInfo", reason: "R" }],
    ["nothing", {}],
    ["an object without a prototype", Object.create(null)],
  ])("does not take %s for one", (_, value) => {
    expect(isStatusMessage(value)).toBe(false);
  });
});

describe("decodeGoogleStatus of a message", () => {
  it.each([["protobuf-es", fiveDetails], ...foreignStatuses(fiveDetailsBytes)])(
    "decodes the five details of %s",
    (_, status) => {
      const parts = decodeGoogleStatus(status as StatusMessage, "grpc");
      expect(parts).toMatchObject({
        code: 3,
        message: fiveDetails.message,
        origin: "server",
        via: "grpc",
        problems: [],
      });
      expect(parts.details.map(({ value }) => value)).toEqual(fiveMessages);
    },
  );

  it("says what it cannot use, with its index, and keeps what is around it", () => {
    const details = [any, "text", null, { typeUrl: "x/y.Z" }, { "@type": "x/y.Json" }, any];
    const parts = decodeGoogleStatus({ code: 5, message: "m", details }, "grpc");
    expect(parts.details.map(({ type }) => type)).toEqual(["y.Z", "", "y.Json", "y.Z"]);
    expect(parts.problems.map(({ kind, detail }) => [kind, detail])).toEqual([
      ["json", 1],
      ["json", 2],
    ]);
  });

  it.each([0, 17, -1, 1.5, Number.NaN])("reads the code %d as UNKNOWN with a problem", (code) => {
    const parts = decodeGoogleStatus(create(StatusSchema, { code, message: "m" }), "grpc");
    expect(parts).toMatchObject({ code: 2, message: "m" });
    expect(parts.problems).toEqual([
      expect.objectContaining({ kind: "code", value: String(code) }),
    ]);
  });

  it("survives a message that is no text", () => {
    const parts = decodeGoogleStatus(
      { code: 5, message: 7 as unknown as string, details: [any] },
      "grpc",
    );
    expect(parts).toMatchObject({ code: 5, message: "" });
    expect(parts.problems.map(({ kind }) => kind)).toEqual(["json"]);
  });

  it("reads no more than MAX_DETAILS and counts the rest", () => {
    const parts = decodeGoogleStatus(
      { code: 5, message: "m", details: Array(5000).fill(any) },
      "grpc",
    );
    expect(parts.details).toHaveLength(MAX_DETAILS);
    expect(parts.problems.map(({ kind }) => kind)).toEqual(["detail-limit"]);
  });
});

describe("isOkStatus", () => {
  it("holds where the code is 0 or missing", () => {
    expect([{ code: 0 }, {}, { code: null }, create(StatusSchema)].every(isOkStatus)).toBe(true);
    expect([{ code: 5 }, { code: 99 }, { code: "x" }, fiveDetails].some(isOkStatus)).toBe(false);
  });
});
