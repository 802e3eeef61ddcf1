import type { LocalizedMessage } from "../../gen/google/rpc/error_details_pb.js";
import { findByLanguage } from "../error/localized-message.js";
import type { RpcError } from "../error/rpc-error.js";
import { localizedMessage } from "../status/builders/localized-message.js";
import { ignoreRejection } from "../wire/ignore-rejection.js";
import { shorten } from "../wire/shorten.js";
import { parseAcceptLanguage } from "./accept-language.js";

/** Characters of one value that is put into a text. */
const MAX_VALUE = 1000;

/**
 * A text for an end user. In a string, `{name}` stands for the value of that name in the `ErrorInfo`'s
 * metadata.
 */
export type CatalogueText = string | ((error: RpcError) => string);

/**
 * Texts for end users by language: `{ en: { BOOK_MISSING: "There is no book {book}." }, ru: { … } }`. Keys
 * are reasons of `ErrorInfo`, or names of codes. The first language is the default.
 */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, CatalogueText>>>>;

/**
 * The text of a catalogue for an error, in the most wanted language that has it, else in the default one.
 * A text for the error's reason goes before one for its code.
 *
 * @param acceptLanguage - header of the request. Default: the default language.
 * @returns `undefined` where there is no text, and where the catalogue's function for it throws.
 */
export function localize(
  error: RpcError,
  catalogue: Catalogue,
  acceptLanguage: string | undefined,
): LocalizedMessage | undefined {
  const [standard, ...others] = Object.keys(catalogue);
  if (standard === undefined) return undefined;
  const wanted = parseAcceptLanguage(acceptLanguage ?? "").map((tag) =>
    tag === "*" ? standard : tag,
  );
  for (const key of [error.reason ?? "", error.codeName]) {
    const able = [standard, ...others].filter((language) => textOf(catalogue, language, key));
    const language = findFirst([...wanted, standard], (tag) =>
      findByLanguage(able, tag, (own) => own),
    );
    if (language === undefined) continue;
    const message = fill(textOf(catalogue, language, key), error);
    return message === "" ? undefined : localizedMessage(language.replaceAll("_", "-"), message);
  }
  return undefined;
}

function textOf(catalogue: Catalogue, language: string, key: string): CatalogueText | undefined {
  const texts = catalogue[language];
  return texts !== undefined && Object.hasOwn(texts, key) ? texts[key] : undefined;
}

/** Total: what is no text in the end is empty. */
function fill(text: CatalogueText | undefined, error: RpcError): string {
  try {
    const said: unknown = typeof text === "function" ? text(error) : text;
    ignoreRejection(said);
    if (typeof said !== "string") return "";
    return typeof text === "function" ? said : insertMetadata(said, error);
  } catch {
    return "";
  }
}

function insertMetadata(text: string, error: RpcError): string {
  const metadata = error.errorInfo?.metadata ?? {};
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(metadata, name) ? shorten(metadata[name] ?? "", MAX_VALUE) : whole,
  );
}

function findFirst<From, To>(
  values: readonly From[],
  find: (value: From) => To | undefined,
): To | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
