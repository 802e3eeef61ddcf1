import { errorInfo, RpcError } from "rpc-status";
import { definePolicy, mapStandardSchemaError } from "rpc-status/server";
import { DuplicateBook } from "../library/duplicate-book.js";

/** What the servers of the library let out of their errors. */
export const policy = definePolicy({
  domain: "library.example",
  mapError: [mapStandardSchemaError, mapDuplicate], // zod, valibot, …: INVALID_ARGUMENT, each wrong field
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
});

/** What the database throws becomes what a client may know. */
function mapDuplicate(error: unknown): RpcError | undefined {
  if (!(error instanceof DuplicateBook)) return undefined;
  const details = [errorInfo({ reason: "BOOK_EXISTS" })]; // the domain is the policy's
  return new RpcError("ALREADY_EXISTS", "there is such a book", { details });
}
