import { create, fromBinary, fromJson } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { connectCode, decodeConnect, encodeConnect } from "../../src/dialects/connect.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import type { DetailInput } from "../../src/status/details/detail-input.js";

const encode = (...details: DetailInput[]) =>
  encodeConnect(new RpcError("NOT_FOUND", "no such book", { details }));
const info = { reason: "BOOK_MISSING", domain: "library.example" };

describe("encodeConnect", () => {
  it("writes the name in lower case, and leaves out what is not there", () => {
    expect(encodeConnect({ code: 5, message: "", details: [] })).toEqual({ code: "not_found" });
    expect(encodeConnect({ code: 5, message: "m", details: [] })).toEqual({
      code: "not_found",
      message: "m",
    });
  });

  it("writes a detail as its type, its bytes without padding, and its JSON for people", () => {
    const [detail] = encode(errorInfo(info)).details ?? [];
    expect(detail).toMatchObject({ type: "google.rpc.ErrorInfo", debug: info });
    expect(detail?.value).toMatch(/^[\w+/]+$/);
    const message = fromBinary(ErrorInfoSchema, base64Decode(detail?.value ?? ""));
    expect(message).toEqual(create(ErrorInfoSchema, info));
  });

  it("writes the bytes of an unknown type as they came, with nothing for people", () => {
    const value = Uint8Array.of(8, 5);
    expect(encode({ typeUrl: "host.example/x.Y", value }).details).toEqual([
      { type: "x.Y", value: "CAU" },
    ]);
  });

  it("writes JSON of an unknown type as a Struct", () => {
    const json = { "@type": "host.example/x.Y", shelf: [1, "a"] };
    const [detail] = encode({ typeUrl: "host.example/x.Y", type: "x.Y", json }).details ?? [];
    expect(detail).toMatchObject({ type: "google.protobuf.Struct", debug: { shelf: [1, "a"] } });
    expect(fromBinary(StructSchema, base64Decode(detail?.value ?? ""))).toEqual(
      fromJson(StructSchema, json),
    );
  });

  it("says nothing of details where DebugInfo is the only one", () => {
    expect(encode(debugInfo({ detail: "secret" }))).toEqual({
      code: "not_found",
      message: "no such book",
    });
  });
});

describe("connectCode", () => {
  it("spells canceled with one l, as the protocol does", () => {
    expect([1, 5, 16].map((code) => connectCode(code as 1))).toEqual([
      "canceled",
      "not_found",
      "unauthenticated",
    ]);
  });
});

describe("decodeConnect", () => {
  const decode = (details: unknown) =>
    decodeConnect(JSON.parse(JSON.stringify({ code: "not_found", message: "m", details })), {
      failed: true,
    });

  it("reads bytes of a type without a package, which is no word but a name here", () => {
    const { details, problems } = decode([
      { type: "Shelf", value: "CAU" },
      { type: "host/Shelf", value: "CAU=" },
    ]);
    expect(details.map(({ type }) => type)).toEqual(["Shelf", "Shelf"]);
    expect(details.map(({ bytes }) => bytes)).toEqual([Uint8Array.of(8, 5), Uint8Array.of(8, 5)]);
    expect(problems).toEqual([]);
  });

  it("reads what was meant for people where the bytes are missing or damaged", () => {
    for (const value of [undefined, "C", "!!", 5, null]) {
      const { details } = decode([{ type: "google.rpc.ErrorInfo", value, debug: info }]);
      expect(details[0]?.value).toMatchObject(info);
    }
  });

  it("believes the bytes where both are there", () => {
    const [detail] = encode(errorInfo(info)).details ?? [];
    const { details } = decode([{ ...detail, debug: { reason: "OTHER" } }]);
    expect(details[0]?.value).toMatchObject(info);
  });

  it.each([
    null,
    undefined,
    [],
    "text",
    5,
    [null],
    [{}],
    [{ type: 5, value: "CAU" }],
    [{ type: "x" }],
  ])("has the code whatever the details are: %j", (details) => {
    expect(decode(details)).toMatchObject({ code: 5, message: "m", via: "connect" });
  });
});
