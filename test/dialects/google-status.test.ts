import { createRegistry, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import {
  decodeGoogleStatus,
  encodeGoogleStatus,
  isGoogleStatus,
} from "../../src/dialects/google-status.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { requestInfo } from "../../src/status/builders/request-info.js";
import { fiveDetails, fiveMessages } from "../fixtures/five-details.js";

const registry = createRegistry(...file_google_rpc_error_details.messages);
const detail = { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: "id-1" };

describe("isGoogleStatus", () => {
  it.each([
    { code: 5, message: "m", details: [] },
    { code: 5, message: "m" },
    { code: 16 },
    { code: 5, message: null },
    { code: "NOT_FOUND", message: "m" },
    { code: "5", message: "m" },
    { code: 99, message: "m", details: [detail] },
  ])("knows %j", (json) => {
    expect(isGoogleStatus(json)).toBe(true);
  });

  it.each([
    { code: 404, message: "m" },
    { code: 0, message: "m" },
    { code: 17, message: "m" },
    { code: -1, message: "m" },
    { code: 5.5, message: "m" },
    { code: "invalid_request", message: "m" },
    { code: 5, message: { text: "m" } },
    { code: 5, message: 5 },
    { code: true },
    { code: null },
    { message: "m" },
    { error: { code: 5 } },
    [{ code: 5, message: "m" }],
    "5",
    5,
    null,
  ])("does not take %j for one", (json) => {
    expect(isGoogleStatus(json)).toBe(false);
  });
});

describe("encodeGoogleStatus", () => {
  it("writes the gRPC number, the message, and a list of details even where there are none", () => {
    expect(encodeGoogleStatus({ code: 5, message: "m", details: [] })).toEqual({
      code: 5,
      message: "m",
      details: [],
    });
  });

  it("writes each detail in ProtoJSON, but for DebugInfo", () => {
    const details = [debugInfo({ detail: "secret" }), requestInfo("id-1")];
    const body = encodeGoogleStatus(new RpcError("NOT_FOUND", "m", { details }));
    expect(body.details).toEqual([detail]);
  });
});

describe("decodeGoogleStatus", () => {
  it("decodes the JSON that protobuf-es writes of five details", () => {
    const json = JSON.parse(JSON.stringify(toJson(StatusSchema, fiveDetails, { registry })));
    expect(isGoogleStatus(json)).toBe(true);
    const parts = decodeGoogleStatus(json, "rest");
    expect(parts).toMatchObject({
      code: 3,
      message: fiveDetails.message,
      origin: "server",
      via: "rest",
      problems: [],
    });
    expect(parts.details.map(({ value }) => value)).toEqual(fiveMessages);
  });

  it.each([
    [{ code: "NOT_FOUND" }, 5],
    [{ code: "not_found" }, 5],
    [{ code: "5" }, 5],
    [{ code: "NOT_IMPLEMENTED" }, 12],
  ])("reads the code of %j", (json, code) => {
    expect(decodeGoogleStatus(json, "rest")).toMatchObject({ code, problems: [] });
  });

  it.each([99, 0, -1, 5.5])("reads the code %d as UNKNOWN with a problem", (code) => {
    const parts = decodeGoogleStatus({ code, message: "m", details: [detail] }, "rest");
    expect(parts).toMatchObject({ code: 2, message: "m" });
    expect(parts.problems.map(({ kind }) => kind)).toEqual(["code"]);
    expect(parts.details).toHaveLength(1);
  });

  it("names the carrier that it is told", () => {
    expect(decodeGoogleStatus({ code: 5 }, "operation").via).toBe("operation");
  });
});
