import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { booksOfShelf, checkBook, findBook, refuseReservation } from "../../demo/cloud/books.js";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { RpcError } from "../../src/entry/index.js";
import { lintError } from "../../src/testing/lint-error.js";

/** What the demo's library throws. */
const THROWING: Record<string, () => unknown> = {
  "a book that is missing": () => findBook("42"),
  "a book with wrong fields": () => checkBook(create(BookSchema)),
  "a shelf that breaks off": () => [...booksOfShelf("wobbly")],
  "a reservation over the limit": () => refuseReservation(),
};

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("it did not throw");
}

describe("lintError", () => {
  it.each(Object.entries(THROWING))("finds nothing wrong with %s", (_name, call) => {
    const error = thrownBy(call);
    expect(error).toBeInstanceOf(RpcError);
    expect(lintError(error as RpcError)).toEqual([]);
  });
});
