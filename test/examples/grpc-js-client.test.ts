import { setTimeout } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { guard } from "../../src/entry/grpc-js.js";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { failsFirst, faust } from "./fails-first.js";
import { printedLines } from "./printed-lines.js";
import { handlers, servedBy } from "./served-library.js";

const lines = printedLines();
const serveBooks = () => import("../../examples/grpc-js-server/serve-books.js");
const findBook = async (bookId: string, signal?: AbortSignal) =>
  (await import("../../examples/grpc-js-client/find-book.js")).findBook(bookId, signal);

describe("examples/grpc-js-client", () => {
  it("tell reason, domain and id of what a server answers", async () => {
    await servedBy(serveBooks, lines);
    await import("../../examples/grpc-js-client/get-book.js");
    expect(lines).toEqual([
      '"BOOK_MISSING" "library.example"',
      expect.stringMatching(/^\["[\da-f-]{36}"\] undefined$/),
    ]);
  });

  it("take one reason for an answer", async () => {
    await servedBy(serveBooks, lines);
    expect(await findBook("1")).toMatchObject({ title: "Faust" });
    expect(await findBook("42")).toBeUndefined();
    expect(lines).toEqual([]);
  });

  it("tell their own cancellation from an error of the server", async () => {
    await servedBy(handlers({ getBook: () => {} }), lines);
    const caller = new AbortController();
    const found = findBook("1", caller.signal);
    await setTimeout(50);
    caller.abort();
    await expect(found).rejects.toMatchObject({ codeName: "CANCELLED" });
    await expect(findBook("1", caller.signal)).rejects.toMatchObject({ codeName: "CANCELLED" });
    expect(lines).toEqual(Array(2).fill('"CANCELLED" "local" []'));
  });

  it("tell a server that is gone from an error of the server", async () => {
    vi.stubEnv("LIBRARY_ADDRESS", "127.0.0.1:1"); // where nobody listens
    await expect(findBook("1")).rejects.toMatchObject({ codeName: "UNAVAILABLE" });
    expect(lines).toEqual(['"UNAVAILABLE" "transport" []']);
  });

  it("show what is wrong with which field", async () => {
    await servedBy(() => import("../../examples/grpc-js-server/stream-books.js"), lines);
    const { importBooks } = await import("../../examples/grpc-js-client/import-books.js");
    expect(await importBooks([{ title: "Faust" }, { title: "" }, {}])).toEqual(
      new Map([
        ["books[1].title", "must not be empty"],
        ["books[2].title", "must not be empty"],
      ]),
    );
    expect(lines).toEqual([]);
    expect(await importBooks([{ title: "Faust" }])).toEqual(new Map());
    expect(lines).toEqual(['1 "added"']);
  });

  it("get the messages of a stream that came before its error", async () => {
    const details = [errorInfo({ reason: "SHELF_MOVED", domain: "library.example" })];
    const listBooks = async (call: { write(message: object): void }) => {
      call.write(faust);
      throw new RpcError("ABORTED", "the shelf was moved meanwhile", { details });
    };
    await servedBy(handlers(guard({ listBooks })), lines);
    await import("../../examples/grpc-js-client/list-books.js");
    expect(lines).toEqual(['"Faust"', '"ABORTED" "SHELF_MOVED"']);
  });

  it("repeat what the proto says may happen twice", async () => {
    await servedBy(handlers(guard({ getBook: failsFirst() })), lines);
    const { book } = await import("../../examples/grpc-js-client/retries.js");
    expect(book).toMatchObject(faust);
  });
});
