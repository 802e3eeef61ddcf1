import { createClient, createRouterTransport } from "@connectrpc/connect";
import { badRequest, ErrorInfoSchema, errorInfo, RpcError } from "rpc-status";
import { serverInterceptor } from "rpc-status/connect";
import { fetchWithErrors } from "rpc-status/http";
import { waitForOperation } from "rpc-status/operation";
import { fakeClock, fakeOperations, fakeResponse, vectors } from "rpc-status/testing";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";

const info = errorInfo({ reason: "BOOK_INVALID", domain: "library.example" });
const wrong = new RpcError("INVALID_ARGUMENT", "the book has no title", {
  details: [info, badRequest({ "book.title": "must not be empty" })],
});

describe("code that calls", () => {
  it("a REST service", async () => {
    const fetchBooks = fetchWithErrors(async (_url: string) => fakeResponse(wrong));
    const answer = fetchBooks("https://library.example/v1/books");
    await expect(answer).rejects.toMatchRpcError({ fields: ["book.title"], httpStatus: 400 });
  });

  it("a Connect service, by Connect's own router in memory", async () => {
    const interceptors = [serverInterceptor()];
    const transport = createRouterTransport(
      ({ service }) =>
        service(LibraryService, {
          getBook() {
            throw wrong;
          },
        }),
      { router: { interceptors } },
    );
    const answer = createClient(LibraryService, transport).getBook({ bookId: "42" });
    const partly = { schema: ErrorInfoSchema, value: { reason: "BOOK_INVALID" } };
    await expect(answer).rejects.toMatchRpcError({ code: "INVALID_ARGUMENT", details: [partly] });
  });

  it("a service with long-running operations", async () => {
    const source = fakeOperations({
      op1: ["running", "failing", { state: "failed", error: wrong }],
    });
    const clock = fakeClock();
    const answer = clock.until(waitForOperation("op1", { source, clock }));
    await expect(answer).rejects.toMatchRpcError(wrong);
    expect(source.polls).toHaveLength(3);
  });
});

describe("code that shows errors", () => {
  const lineOf = (error: RpcError) => `${error.codeName}: ${error.message || "no message"}`;

  it("has a line for whatever services and proxies answer", () => {
    for (const { input, name } of vectors) {
      if ("text" in input) expect(lineOf(RpcError.from(input.text)), name).toMatch(/^[A-Z_]+: ./);
    }
  });
});
