import { create } from "@bufbuild/protobuf";
import { type Book, BookSchema } from "../../gen/example/library/v1/library_pb.js";
import {
  badRequest,
  errorInfo,
  type FieldViolationInit,
  help,
  RpcError,
  requestInfo,
  resourceInfo,
  retryInfo,
} from "../../src/entry/index.js";

const DOMAIN = "library.example";

const BOOKS: readonly Book[] = [
  create(BookSchema, {
    id: "1",
    title: "Faust",
    authors: ["J. W. Goethe"],
    isbn: "9783150000014",
    shelfId: "poetry",
  }),
  create(BookSchema, {
    id: "2",
    title: "Eugene Onegin",
    authors: ["A. Pushkin"],
    isbn: "9780140448030",
    shelfId: "poetry",
  }),
];

/** Finds a book, or says in every way that there is none. */
export function findBook(id: string): Book {
  const book = BOOKS.find((candidate) => candidate.id === id);
  if (book !== undefined) return book;
  // A bug of the demo's own: what it throws must not reach the client.
  if (id === "bug") throw new Error("SELECT * FROM books failed: password=hunter2");
  throw new RpcError("NOT_FOUND", `book ${id} does not exist`, {
    details: [
      errorInfo({ reason: "BOOK_MISSING", domain: DOMAIN, metadata: { book: id } }),
      resourceInfo({ resourceType: "example.library.v1.Book", resourceName: `books/${id}` }),
      help([{ description: "Search the catalogue", url: "https://library.example/catalogue" }]),
    ],
  });
}

/** What a user reads, in the language that they ask for. */
export const BOOK_TEXTS = {
  en: { BOOK_MISSING: "The library has no book {book}" },
  ru: { BOOK_MISSING: "Книги {book} нет в библиотеке" },
};

/** Refuses a book whose fields are wrong, all of them at once. */
export function checkBook(book: Book | undefined): void {
  const violations: FieldViolationInit[] = [];
  if (!book?.title)
    violations.push({ field: "book.title", description: "must not be empty", reason: "REQUIRED" });
  if (book?.isbn.length !== 13) {
    violations.push({ field: "book.isbn", description: "needs 13 digits", reason: "ISBN_LENGTH" });
  }
  if (!(book && book.copies > 0)) {
    violations.push({
      field: "book.copies",
      description: "must be at least 1",
      reason: "COPIES_RANGE",
    });
  }
  if (violations.length === 0) return;
  throw new RpcError("INVALID_ARGUMENT", "the book has wrong fields", {
    details: [
      badRequest(violations),
      errorInfo({ reason: "BOOK_INVALID", domain: DOMAIN }),
      requestInfo("9b2d-import-17"),
      help([{ description: "How to describe a book", url: "https://library.example/import" }]),
    ],
  });
}

/** The reading room is full: come back later. */
export function refuseReservation(): never {
  throw new RpcError("RESOURCE_EXHAUSTED", "too many reservations this minute", {
    details: [
      retryInfo(34_400),
      errorInfo({
        reason: "RESERVATION_RATE",
        domain: DOMAIN,
        metadata: { limit: "10", window: "60s" },
      }),
    ],
  });
}

/** The books of a shelf; the shelf "wobbly" falls over after them. */
export function* booksOfShelf(shelfId: string): Generator<Book> {
  yield* BOOKS;
  if (shelfId === "wobbly") {
    throw new RpcError("UNAVAILABLE", "the shelf fell over", {
      details: [retryInfo(1_500), errorInfo({ reason: "SHELF_DOWN", domain: DOMAIN })],
    });
  }
}
