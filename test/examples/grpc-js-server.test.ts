import { describe, expect, it, vi } from "vitest";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { judgeError } from "../../src/server/outgoing-error.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/grpc-js-server", () => {
  it("run over grpc-js alone, where an error has no details", async () => {
    const { server, listen } = await import("../../examples/library/server.js");
    await import("../../examples/grpc-js-server/without-guard.js");
    vi.stubEnv("LIBRARY_ADDRESS", await listen());
    await import("../../examples/grpc-js-client/get-book.js");
    server.forceShutdown();
    expect(lines).toEqual(["undefined undefined", "[] undefined"]);
  });

  it("answer a batch whose parts fail one by one", async () => {
    const { getBooks, printResults } = await import(
      "../../examples/grpc-js-server/partial-errors.js"
    );
    const results = await getBooks(["1", "2", "3"], async (id) => {
      if (id === "1") return { id };
      if (id === "2") throw new RpcError("NOT_FOUND", "book 2 does not exist");
      throw new Error("password=hunter2");
    });
    // The policy reports what it hid.
    expect(lines.splice(0)).toEqual([expect.stringMatching(/^"hidden" "GetBooks" "[\da-f-]{36}"/)]);
    printResults(results);
    expect(lines).toEqual([
      '{"id":"1"}',
      '"NOT_FOUND: book 2 does not exist"',
      '"INTERNAL: internal error"',
    ]);
  });

  it("have a policy that maps, translates and reports", async () => {
    const { policy } = await import("../../examples/grpc-js-server/error-policy.js");
    const { DuplicateBook } = await import("../../examples/library/duplicate-book.js");
    const sent = (error: unknown, language = "en") =>
      judgeError(error, policy, {
        method: "GetBook",
        header: (name) => (name === "accept-language" ? language : undefined),
      }).sent;
    expect(sent(new DuplicateBook("42")).codeName).toBe("ALREADY_EXISTS");
    const details = [errorInfo({ reason: "BOOK_MISSING", metadata: { book: "42" } })];
    const missing = sent(new RpcError("NOT_FOUND", "m", { details }), "ru");
    expect(missing.domain).toBe("library.example");
    expect(missing.localizedMessage("ru")).toBe("Книги 42 нет.");
    expect(lines).toEqual([]);
    expect(sent(new Error("boom")).localizedMessage("en")).toBe("Something broke. We know.");
    expect(lines).toHaveLength(1);
  });
});
