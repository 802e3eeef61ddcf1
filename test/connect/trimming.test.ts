import { afterEach, describe, expect, it } from "vitest";
import { serverInterceptor, type TrimReport } from "../../src/entry/connect.js";
import { badRequest, Code, errorInfo, RpcError } from "../../src/entry/index.js";
import { type LibraryImpl, WIRES, withLibrary } from "./library-server.js";

const reports: TrimReport[] = [];
const onTrim = (report: TrimReport) => reports.push(report);

afterEach(() => {
  reports.length = 0;
});

/** A library that refuses a request with this many violations. */
function refusing(count: number): LibraryImpl {
  const violations = Array.from({ length: count }, (_, index) => ({
    field: `books[${index}].title`,
    description: "must not be empty",
  }));
  return {
    getBook() {
      throw new RpcError("INVALID_ARGUMENT", "many books have no title", {
        details: [
          badRequest(violations),
          errorInfo({ reason: "BOOKS", domain: "library.example" }),
        ],
        metadata: { "x-large": "a".repeat(30_000), "x-small": "1" },
      });
    },
  };
}

async function errorOver(wire: (typeof WIRES)[number], count: number, policy = {}) {
  const server = [serverInterceptor({ onTrim, ...policy })];
  const { error } = await withLibrary(wire, refusing(count), (calls) => calls.unary(), { server });
  return RpcError.from(error);
}

describe("serverInterceptor", () => {
  it.each(WIRES)(
    "gets code, message and what fits of the details through over %s",
    async (wire) => {
      const error = await errorOver(wire, 5_000);
      expect(error).toMatchObject({
        code: Code.INVALID_ARGUMENT,
        message: "many books have no title",
        reason: "BOOKS",
      });
      expect(error.fieldViolations.at(-1)?.reason).toBe("MORE_VIOLATIONS");
      expect(error.metadata.get("x-small")).toBe("1");
      expect(error.metadata.has("x-large")).toBe(false);
      expect(reports).toMatchObject([
        { shortened: [{ type: "google.rpc.BadRequest", of: 5_000 }], headers: ["x-large"] },
      ]);
    },
  );

  it("has more room in bodies than in trailers", async () => {
    expect((await errorOver("grpc/2", 300)).fieldViolations.length).toBeLessThan(200);
    expect((await errorOver("grpc-web/2", 300)).fieldViolations).toHaveLength(300);
    expect((await errorOver("connect/1.1", 300)).fieldViolations).toHaveLength(300);
  });

  it("obeys maxBodyBytes and maxDetailsBytes, each for its own protocols", async () => {
    const policy = { maxBodyBytes: 3_000, maxDetailsBytes: 2_000 };
    for (const wire of ["connect/2", "grpc/2"] as const) {
      const { fieldViolations } = await errorOver(wire, 300, policy);
      expect(fieldViolations.length).toBeGreaterThan(5);
      expect(fieldViolations.length).toBeLessThan(70);
    }
  });
});
