import { EventEmitter, once } from "node:events";
import { credentials, Metadata, makeClientConstructor, type ServerUnaryCall } from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import { libraryService } from "../../examples/library/library.js";
import { guard } from "../../src/entry/grpc-js.js";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { judgeError } from "../../src/server/outgoing-error.js";
import { printedLines } from "./printed-lines.js";
import { handlers, servedBy } from "./served-library.js";

const lines = printedLines();
const archiveEvents = new EventEmitter();

/** Asks the server that was started last for a book: gives the book, or the error that came. */
async function getBook(bookId: string, headers: Record<string, string> = {}) {
  const Client = makeClientConstructor(libraryService, "Library");
  const client = new Client(String(process.env.LIBRARY_ADDRESS), credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  try {
    return await new Promise<unknown>((resolve) => {
      client.getBook?.({ bookId }, metadata, (error: unknown, response: { book: unknown }) =>
        resolve(error ? RpcError.from(error) : response.book),
      );
    });
  } finally {
    client.close();
  }
}

describe("examples/grpc-js-server", () => {
  it("run over grpc-js alone, where an error has no details", async () => {
    await servedBy(() => import("../../examples/grpc-js-server/without-guard.js"), lines);
    await import("../../examples/grpc-js-client/get-book.js");
    expect(lines).toEqual(["undefined undefined", "[] undefined"]);
  });

  it("send details, and an id, behind guard", async () => {
    await servedBy(() => import("../../examples/grpc-js-server/serve-books.js"), lines);
    expect(await getBook("1")).toMatchObject({ title: "Faust" });
    expect(await getBook("42")).toMatchObject({
      codeName: "NOT_FOUND",
      message: "book 42 does not exist",
      errorInfo: { reason: "BOOK_MISSING", domain: "library.example", metadata: { book: "42" } },
      requestIds: [expect.stringMatching(/^[\da-f-]{36}$/)],
    });
  });

  it("end the streams of a guarded server, or fail them", async () => {
    await servedBy(() => import("../../examples/grpc-js-server/stream-books.js"), lines);
    const { LibraryClient, address } = await import("../../examples/library/client.js");
    const client = new LibraryClient(address);
    const titles: string[] = [];
    for await (const { book } of client.listBooks({ shelfId: "poetry" })) titles.push(book.title);
    expect(titles).toEqual(["Faust"]);
    const none = client.listBooks({ shelfId: "cellar" }).toArray();
    expect(RpcError.from(await none.catch((error) => error)).reason).toBe("SHELF_EMPTY");
    client.close();
  });

  it("pass on one error of another service, and hide the others", async () => {
    const failing = { "42": "BOOK_MISSING", "43": "SHELF_SECRET" } as Record<string, string>;
    const archive = guard({
      getBook({ request: { bookId } }: { request: { bookId: string } }) {
        const details = [errorInfo({ reason: String(failing[bookId]), domain: "archive.example" })];
        throw new RpcError("NOT_FOUND", `the archive: ${bookId}`, { details });
      },
    });
    await servedBy(handlers(archive), lines);
    vi.stubEnv("ARCHIVE_ADDRESS", process.env.LIBRARY_ADDRESS);
    vi.spyOn(console, "error").mockImplementation(() => {});
    await servedBy(() => import("../../examples/grpc-js-server/forward.js"), lines);
    expect(await getBook("42")).toMatchObject({
      codeName: "NOT_FOUND",
      message: "the archive: 42",
      domain: "archive.example",
    });
    expect(await getBook("43")).toMatchObject({ codeName: "INTERNAL", message: "internal error" });
    expect(vi.mocked(console.error).mock.calls.join()).toContain("the archive: 43");
  });

  it("end the call to another service with their own", async () => {
    const asked = once(archiveEvents, "asked");
    const cancelled = once(archiveEvents, "cancelled");
    const archive = {
      getBook(call: ServerUnaryCall<object, object>) {
        call.on("cancelled", () => archiveEvents.emit("cancelled"));
        archiveEvents.emit("asked");
      },
    };
    await servedBy(handlers(archive), lines);
    vi.stubEnv("ARCHIVE_ADDRESS", process.env.LIBRARY_ADDRESS);
    const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
    await servedBy(() => import("../../examples/grpc-js-server/forward.js"), lines);
    const { LibraryClient, address } = await import("../../examples/library/client.js");
    const client = new LibraryClient(address);
    const caller = new AbortController();
    const answer = client.getBook({ bookId: "1" }, { signal: caller.signal });
    await asked;
    caller.abort();
    await expect(answer).rejects.toMatchObject({ code: 1 });
    await cancelled;
    client.close();
    expect(warnings).not.toHaveBeenCalled();
  });

  it("give what an interceptor throws its details", async () => {
    await servedBy(() => import("../../examples/grpc-js-server/authenticate.js"), lines);
    expect(await getBook("1")).toMatchObject({
      codeName: "UNAUTHENTICATED",
      message: "send a token",
      reason: "TOKEN_MISSING",
      domain: "library.example",
    });
    const headers = { authorization: "Bearer token" };
    expect(await getBook("1", headers)).toMatchObject({ title: "Faust" });
    expect(await getBook("42", headers)).toMatchObject({ codeName: "NOT_FOUND" });
    expect(lines).toEqual([]);
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
