import { describe, expect, it } from "vitest";
import { decodeProblemJson, encodeProblemJson } from "../../src/dialects/problem-json.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import type { ErrorCode } from "../../src/status/code.js";

const throughText = (json: unknown) => JSON.parse(JSON.stringify(json));
const context = { failed: true };

describe("encodeProblemJson", () => {
  it("writes the members of RFC 9457 and the code, and no lists where there is nothing to list", () => {
    expect(encodeProblemJson({ code: 6, message: "shelf 7 exists", details: [] })).toEqual({
      type: "about:blank",
      title: "Conflict",
      status: 409,
      detail: "shelf 7 exists",
      code: "ALREADY_EXISTS",
    });
  });

  it("has the status that it is sent with", () => {
    const body = encodeProblemJson({ code: 3, message: "m", details: [] }, 413);
    expect(body).toMatchObject({
      status: 413,
      title: "Content Too Large",
      code: "INVALID_ARGUMENT",
    });
  });

  it("lists the wrong fields of every BadRequest, for who knows nothing of gRPC", () => {
    const details = [
      badRequest([{ field: "isbn", description: "too short", reason: "ISBN_LENGTH" }]),
      errorInfo({ reason: "R" }),
      badRequest({ title: "empty\ud800" }),
    ];
    const body = encodeProblemJson(new RpcError("INVALID_ARGUMENT", "m", { details }));
    expect(body.errors).toEqual([
      { field: "isbn", detail: "too short", reason: "ISBN_LENGTH" },
      { field: "title", detail: "empty\ufffd" },
    ]);
    expect(body.details?.map((detail) => detail["@type"])).toEqual([
      "type.googleapis.com/google.rpc.BadRequest",
      "type.googleapis.com/google.rpc.ErrorInfo",
      "type.googleapis.com/google.rpc.BadRequest",
    ]);
  });

  it("has no list of details where all that there is is DebugInfo", () => {
    const error = new RpcError("INTERNAL", "m", { details: [debugInfo({ detail: "secret" })] });
    expect(encodeProblemJson(error)).not.toHaveProperty("details");
  });
});

describe("decodeProblemJson", () => {
  it("makes nothing up for what encodeProblemJson wrote", () => {
    for (let code = 1; code <= 16; code++) {
      const body = encodeProblemJson({ code: code as ErrorCode, message: "m", details: [] });
      expect(decodeProblemJson(throughText(body), context)).toMatchObject({
        code,
        message: "m",
        details: [],
        problems: [],
      });
    }
  });

  it("has the title of others as message where they have no detail", () => {
    const body = { type: "about:blank", title: "Not Found", status: 404 };
    expect(decodeProblemJson(body, context).message).toBe("Not Found");
    expect(decodeProblemJson({ ...body, detail: "" }, context).message).toBe("Not Found");
  });

  it.each([
    ["another type", { type: "/probs/1" }],
    ["no code", { code: undefined }],
    ["a code in another spelling", { code: "not_found" }],
    ["a code that is none", { code: "OK" }],
    ["a code that objects have", { code: "toString" }],
  ])("knows its own empty message from that of others: %s", (_, change) => {
    const own = throughText(encodeProblemJson({ code: 5, message: "", details: [] }));
    expect(decodeProblemJson(own, context).message).toBe("");
    expect(decodeProblemJson({ ...own, ...change }, context).message).toBe("Not Found");
  });

  it("reads wrong fields that stand beside no details", () => {
    const body = throughText(
      encodeProblemJson(
        new RpcError("INVALID_ARGUMENT", "m", { details: [badRequest({ isbn: "too short" })] }),
      ),
    );
    const { details } = decodeProblemJson({ ...body, details: undefined }, context);
    expect(details.map(({ value }) => value)).toMatchObject([
      { fieldViolations: [{ field: "isbn", description: "too short" }] },
    ]);
  });

  it("keeps what its type says beside typed details that do not say it", () => {
    const typed = { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: "r-1" };
    const body = { type: "/probs/1", title: "t", status: 400, details: [typed] };
    const { details } = decodeProblemJson(body, context);
    expect(details.map(({ type }) => type)).toEqual([
      "google.rpc.RequestInfo",
      "google.rpc.ErrorInfo",
    ]);
    const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "R" };
    const more = decodeProblemJson({ ...body, details: [info] }, context);
    expect(more.details.map(({ value }) => value)).toMatchObject([{ reason: "R" }]);
  });

  it("takes what others call details for no details, and for no damage", () => {
    for (const details of ["text", ["text"], { field: "isbn" }, [{ field: "isbn" }], 5]) {
      const body = { type: "about:blank", title: "t", status: 400, details };
      expect(decodeProblemJson(body, context)).toMatchObject({ details: [], problems: [] });
    }
  });
});
