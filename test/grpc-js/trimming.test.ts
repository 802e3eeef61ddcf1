import { Metadata } from "@grpc/grpc-js";
import { afterEach, describe, expect, it } from "vitest";
import { guard, serverInterceptor, type TrimReport } from "../../src/entry/grpc-js.js";
import { badRequest, Code, errorInfo, RpcError } from "../../src/entry/index.js";
import { withLibrary } from "./library-server.js";

const reports: [TrimReport, string, string][] = [];
const onTrim = (report: TrimReport, context: { method: string; requestId: string }) =>
  reports.push([report, context.method, context.requestId]);

afterEach(() => {
  reports.length = 0;
});

function manyViolations(): RpcError {
  const violations = Array.from({ length: 1_000 }, (_, index) => ({
    field: `books[${index}].title`,
    description: "must not be empty",
  }));
  return new RpcError("INVALID_ARGUMENT", "many books have no title", {
    details: [badRequest(violations), errorInfo({ reason: "BOOKS", domain: "library.example" })],
  });
}

describe("guard", () => {
  it("sends what fits, and tells both sides what does not", async () => {
    const getBook = async () => {
      throw manyViolations();
    };
    const { error } = await withLibrary(guard({ getBook }, { onTrim }), (calls) => calls.unary());
    const decoded = RpcError.from(error);
    expect(decoded).toMatchObject({
      code: Code.INVALID_ARGUMENT,
      message: "many books have no title",
    });
    const kept = decoded.fieldViolations.length - 1;
    expect(kept).toBeGreaterThan(50);
    expect(decoded.fieldViolations[kept]).toMatchObject({
      reason: "MORE_VIOLATIONS",
      description: `${1_000 - kept} more violations were left out`,
    });
    expect(decoded.errorInfo?.metadata.trimmed).toBe(
      `${1_000 - kept} of 1000 BadRequest violations`,
    );
    expect(reports).toMatchObject([
      [
        { shortened: [{ type: "google.rpc.BadRequest", kept, of: 1_000 }], dropped: [] },
        "/example.library.v1.LibraryService/GetBook",
        decoded.requestInfo?.requestId,
      ],
    ]);
  });

  it("obeys maxDetailsBytes", async () => {
    const getBook = async () => {
      throw manyViolations();
    };
    const sizeWith = async (maxDetailsBytes: number) => {
      const implementation = guard({ getBook }, { maxDetailsBytes, onTrim });
      const { error } = await withLibrary(implementation, (calls) => calls.unary());
      const [bytes] = error?.metadata.get("grpc-status-details-bin") ?? [];
      return (bytes as Buffer | undefined)?.length ?? 0;
    };
    expect(await sizeWith(0)).toBe(0);
    const small = await sizeWith(1_000);
    expect(small).toBeGreaterThan(800);
    expect(small).toBeLessThanOrEqual(1_000);
    expect(await sizeWith(32_768)).toBeGreaterThan(30_000);
  });

  it("leaves headers of an error out that are too large, and tells their names", async () => {
    const getBook = async () => {
      const metadata = { "x-large": "a".repeat(60_000), "x-small": "1" };
      throw new RpcError("ABORTED", "m", { metadata });
    };
    const { error } = await withLibrary(guard({ getBook }, { onTrim }), (calls) => calls.unary());
    expect(error?.metadata.get("x-small")).toEqual(["1"]);
    expect(error?.metadata.get("x-large")).toEqual([]);
    expect(reports.map(([report]) => report)).toMatchObject([
      { headers: ["x-large"], dropped: [], shortened: [] },
    ]);
  });

  it("leaves headers of a response out that no client would survive, and tells their names", async () => {
    const getBook = (call: { sendMetadata(metadata: Metadata): void }) => {
      const headers = new Metadata();
      headers.set("x-large", "a".repeat(100_000));
      headers.set("x-usual", "b".repeat(10_000));
      call.sendMetadata(headers);
      return {};
    };
    const { error } = await withLibrary(guard({ getBook }, { onTrim }), (calls) => calls.unary());
    expect(error).toBeUndefined();
    expect(reports.map(([{ headers }]) => headers)).toEqual([["x-large"]]);
  });
});

describe("serverInterceptor", () => {
  it("keeps to the budget what a handler calls back with", async () => {
    const getBook = (_call: unknown, callback: (error: unknown) => void) =>
      callback(manyViolations());
    const { error } = await withLibrary({ getBook } as never, (calls) => calls.unary(), {
      server: { interceptors: [serverInterceptor({ onTrim })] },
    });
    expect(RpcError.from(error).fieldViolations.at(-1)?.reason).toBe("MORE_VIOLATIONS");
    expect(reports).toHaveLength(1);
  });
});
