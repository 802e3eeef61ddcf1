import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import {
  badRequest,
  Code,
  debugInfo,
  errorFromStatus,
  errorInfo,
  RpcError,
} from "../../src/entry/index.js";
import { statusFromError } from "../../src/entry/server.js";
import type { TrimReport } from "../../src/status/budget/trim-report.js";

const SECRET = "password=hunter2";
const info = errorInfo({ reason: "BOOK_MISSING", domain: "library.example" });

describe("statusFromError", () => {
  it("makes a message that travels inside of others, and reads back as the same error", () => {
    const thrown = new RpcError("NOT_FOUND", "no such book: é/ü", { details: [info] });
    const status = statusFromError(thrown);
    const arrived = fromBinary(StatusSchema, toBinary(StatusSchema, status));
    const error = errorFromStatus(arrived);
    expect(error).toMatchObject({ code: Code.NOT_FOUND, message: thrown.message, problems: [] });
    expect(error?.reason).toBe("BOOK_MISSING");
    expect(error?.requestIds).toHaveLength(1);
  });

  it("keeps inside what a whole call would keep inside, and reports it", () => {
    const reports: unknown[] = [];
    const policy = {
      onError(
        error: unknown,
        {
          method,
          requestId,
          sent,
        }: { method: string; requestId: string; sent: RpcError | undefined },
      ) {
        reports.push([error, method, requestId, sent?.code]);
      },
    };
    const thrown = new Error(SECRET);
    const status = statusFromError(thrown, { policy, method: "GetBooks" });
    expect(status).toMatchObject({ code: Code.INTERNAL, message: "internal error" });
    expect(Buffer.from(toBinary(StatusSchema, status)).includes("hunter2")).toBe(false);
    const [id] = errorFromStatus(status)?.requestIds ?? [];
    expect(reports).toEqual([[thrown, "GetBooks", id, Code.INTERNAL]]);
  });

  it("keeps a message that begins with U+FEFF, which is text there and no byte-order mark", () => {
    expect(statusFromError(new RpcError("ABORTED", "\uFEFFlate")).message).toBe("\uFEFFlate");
  });

  it("strips DebugInfo, and has no details where nothing is left", () => {
    const thrown = new RpcError("ABORTED", "m", { details: [debugInfo({ detail: SECRET })] });
    expect(statusFromError(thrown, { policy: { requestId: false } })).toEqual(
      expect.objectContaining({ code: Code.ABORTED, message: "m", details: [] }),
    );
  });

  it("keeps within the budget of bodies, and tells what did not fit", () => {
    const trimmed: TrimReport[] = [];
    const violations = Array.from({ length: 500 }, (_, i) => ({
      field: `books[${i}]`,
      description: "must not be empty",
    }));
    const thrown = new RpcError("INVALID_ARGUMENT", "m", { details: [badRequest(violations)] });
    const policy = { maxBodyBytes: 1_000, onTrim: (report: TrimReport) => trimmed.push(report) };
    const status = statusFromError(thrown, { policy });
    expect(toBinary(StatusSchema, status).length).toBeLessThanOrEqual(1_000);
    expect(trimmed).toMatchObject([{ shortened: [{ type: "google.rpc.BadRequest", of: 500 }] }]);
    expect(errorFromStatus(status)?.fieldViolations.at(-1)?.reason).toBe("MORE_VIOLATIONS");
  });

  it("refuses a policy that is none", () => {
    expect(() => statusFromError(new Error(), { policy: { debug: 1 } as never })).toThrow(
      new TypeError("debug must be true or false, not 1"),
    );
  });
});

describe("errorFromStatus", () => {
  it.each([
    ["no status", undefined],
    ["null", null],
    ["a status that says OK", { code: 0, message: "", details: [] }],
    ["an OK with a message", { code: 0, message: "fine", details: [] }],
    ["an OK by name", { code: "OK", message: "" }],
    ["an empty message, as ProtoJSON writes OK", {}],
    ["what is no object", "NOT_FOUND" as unknown as object],
  ])("gives nothing for %s", (_name, status) => {
    expect(errorFromStatus(status)).toBeUndefined();
  });

  it("reads the JSON of a status", () => {
    const status = statusFromError(new RpcError("NOT_FOUND", "m"), {
      policy: { requestId: false },
    });
    const error = errorFromStatus(toJson(StatusSchema, status) as object);
    expect(error).toMatchObject({ code: Code.NOT_FOUND, message: "m" });
  });

  it("takes a code that is none for a failure, with a problem", () => {
    expect(errorFromStatus(create(StatusSchema, { code: 99, message: "odd" }))).toMatchObject({
      code: Code.UNKNOWN,
      problems: [{ kind: "code" }],
    });
  });

  it("survives members that throw", () => {
    const status = {
      get code(): number {
        throw new Error(SECRET);
      },
      message: "m",
    };
    expect(() => errorFromStatus(status)).not.toThrow();
  });
});
