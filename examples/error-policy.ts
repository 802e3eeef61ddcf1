import { RpcError } from "rpc-status";
import { type ErrorPolicy, mapStandardSchemaError } from "rpc-status/server";
import { DuplicateBook } from "./library/duplicate-book.js";

/** What the servers of the library let out of their errors. */
export const policy: ErrorPolicy = {
  domain: "library.example",
  mapError: [
    mapStandardSchemaError, // zod, valibot, arktype: INVALID_ARGUMENT, with each wrong field
    (error) =>
      error instanceof DuplicateBook
        ? new RpcError("ALREADY_EXISTS", "there is such a book")
        : undefined,
  ],
  locales: {
    en: { BOOK_MISSING: "There is no book {book}.", INTERNAL: "Something broke. We know." },
    ru: { BOOK_MISSING: "Книги {book} нет.", INTERNAL: "Что-то сломалось. Мы знаем." },
  },
  onError(error, { method, requestId, warning }) {
    console.log(warning ?? "hidden", method, requestId, error); // here stands your logger
  },
  onTrim({ dropped, shortened }, { method }) {
    console.log("too large", method, dropped, shortened);
  },
};
