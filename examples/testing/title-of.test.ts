import { errorInfo, RpcError, retryInfo } from "rpc-status";
import { fakeClock, fakeServiceError, lintError } from "rpc-status/testing";
import { describe, expect, it } from "vitest";
import { type Books, titleOf } from "./title-of.js";

const metadata = { book: "42" };
const missing = new RpcError("NOT_FOUND", "book 42 does not exist", {
  details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })],
});
const moving = new RpcError("UNAVAILABLE", "the shelf is being moved", {
  details: [retryInfo(30_000)],
});

/** A client whose calls fail with these errors, one after the other, and then find the book. */
function failing(...errors: RpcError[]): Books {
  return {
    async getBook() {
      const error = errors.shift();
      if (error) throw fakeServiceError(error); // what a client of grpc-js throws
      return { book: { title: "Faust" } };
    },
  };
}

describe("titleOf", () => {
  it("gives nothing for a book that does not exist", async () => {
    expect(await titleOf(failing(missing), "42")).toBeUndefined();
  });

  it("asks again when the server says so", async () => {
    const clock = fakeClock(); // half a minute passes at once
    const title = titleOf(failing(moving), "42", { clock, random: () => 0 });
    expect(await clock.until(title)).toBe("Faust");
    expect(clock.sleeps).toContain(30_000);
  });

  it("throws every other error", async () => {
    const denied = new RpcError("PERMISSION_DENIED", "not your library");
    const title = titleOf(failing(denied), "42");
    await expect(title).rejects.toMatchRpcError({ code: "PERMISSION_DENIED", message: /library/ });
  });

  it("is tested with errors as AIP-193 wants them", () => {
    expect(lintError(missing)).toEqual([]);
  });
});
