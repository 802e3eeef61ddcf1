import { createRegistry, fromJson } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  ErrorInfoSchema,
  file_google_rpc_error_details,
} from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { decodeStatusDetails } from "../../src/status/status-details.js";
import { fiveDetailsBytes, fiveMessages } from "../fixtures/five-details.js";
import { BookSchema, book } from "../fixtures/library-details.js";

describe("RpcError.toJSON", () => {
  const error = new RpcError("RESOURCE_EXHAUSTED", "too many loans", {
    details: [
      errorInfo({ reason: "LOANS", domain: "library.example" }),
      debugInfo({ detail: "private-detail", stackEntries: ["at private"] }),
    ],
    metadata: { authorization: "Bearer private-token", "x-request-id": "id-1" },
    cause: new Error("private-cause"),
  });

  it("is the AIP-193 envelope", () => {
    const { error: body } = JSON.parse(JSON.stringify(error));
    expect(Object.keys(body)).toEqual(["code", "message", "status", "details"]);
    expect(body).toMatchObject({
      code: 429,
      message: "too many loans",
      status: "RESOURCE_EXHAUSTED",
    });
    const registry = createRegistry(...file_google_rpc_error_details.messages);
    const status = fromJson(StatusSchema, { code: 8, details: body.details }, { registry });
    expect(status.details).toHaveLength(1);
    expect(anyUnpack(status.details[0] as never, ErrorInfoSchema)).toMatchObject({
      reason: "LOANS",
    });
  });

  it("shows no DebugInfo, header, cause or stack", () => {
    expect(JSON.stringify(error)).not.toMatch(/private|x-request-id|\bat /);
    expect(JSON.stringify({ error })).not.toMatch(/private/);
  });

  it("is what RpcError.from reads back, known, custom and unknown details included", () => {
    const sent = new RpcError("INVALID_ARGUMENT", "m", {
      details: [
        ...fiveMessages,
        { schema: BookSchema, value: book },
        { typeUrl: "x/y.Z", value: new Uint8Array([255, 0]) },
      ],
    });
    const again = RpcError.from(JSON.parse(JSON.stringify(sent)));
    expect(again).toMatchObject({ code: 3, message: "m", via: "rest", httpStatus: 400 });
    expect(again.details.slice(0, 5).map(({ value }) => value)).toEqual(fiveMessages);
    expect(again.find(BookSchema)).toEqual(book);
    expect([...(again.details[6]?.bytes ?? [])]).toEqual([255, 0]);
    expect(again.problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(sent)));
  });

  it("does not make JSON.stringify throw for details that are objects with cycles or bigints", () => {
    const cyclic: Record<string, unknown> = { "@type": "x/y.Z" };
    cyclic.self = cyclic;
    for (const detail of [cyclic, { "@type": "x/y.Z", n: 5n }]) {
      const text = JSON.stringify(RpcError.from({ code: 5, message: "kept", details: [detail] }));
      expect(text).toContain("kept");
    }
  });

  it("does not make JSON.stringify throw for details nested a hundred thousand levels deep", () => {
    const body = `{"code":5,"message":"kept","details":[{"@type":"x/y.Z","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`;
    expect(JSON.stringify(RpcError.from(JSON.parse(body)))).toContain("kept");
  });

  it("is quick for a status of a thousand details", () => {
    const details = Array.from({ length: 200 }, () => fiveMessages).flat();
    const start = performance.now();
    expect(JSON.stringify(new RpcError("INTERNAL", "m", { details })).length).toBeGreaterThan(
      100_000,
    );
    expect(performance.now() - start).toBeLessThan(1000);
    expect(decodeStatusDetails(fiveDetailsBytes).details).toHaveLength(5);
  });
});
