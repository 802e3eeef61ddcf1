import type { Code } from "../status/code.js";
import type { DialectName } from "../status/error-parts.js";
import type { ProviderMarks } from "./provider-marks.js";

/**
 * Whose turn it is to mend an error; `"time"` where it passes by itself, `"nobody"` where there is nothing to mend.
 */
export type Party = "caller" | "account-owner" | "provider" | "time" | "nobody";

/** A language of the texts. */
export type ProviderLocale = "en" | "ru";

/** Texts in English, and in Russian where the provider's users read that. */
export type Localized<T> = { readonly en: T } & { readonly [Locale in ProviderLocale]?: T };

/** What an error means, and what to do about it: full sentences, the next step first. */
export interface RowText {
  readonly what: string;
  readonly fix: string;
}

/** What a provider's documentation says of one error. */
export interface ProviderRow {
  /** The code that such an error is decoded with; for a provider without gRPC the nearest one. */
  readonly code: Code;
  readonly httpStatus: number;
  /** What the provider calls it: `NOT_IMPLEMENTED`, `Over Quota`. */
  readonly name: string;
  readonly text: Localized<RowText>;
  /** Whose turn it is, the first of several first. */
  readonly who: readonly Party[];
  /** Whether the provider says that the same call may succeed later. */
  readonly retry: boolean;
}

/** Where something is written down. */
export interface ProviderLink {
  readonly url: string;
  /** Addresses of the same page in other languages. Default: `url` in all of them. */
  readonly translations?: { readonly [Locale in ProviderLocale]?: string };
  readonly title: Localized<string>;
}

/** What a provider documents of its errors, and what its answers are known by. */
export interface Provider {
  readonly id: string;
  readonly title: Localized<string>;
  /** Its hosts; one that begins with a dot stands for all below it. */
  readonly hosts: readonly string[];
  /** The shapes that its errors come in. */
  readonly dialects: readonly DialectName[];
  /** Domains of `google.rpc.ErrorInfo` that are its own alone, and services that its metadata names. */
  readonly domains: readonly string[];
  /** What its answers are known by besides. */
  readonly marks?: ProviderMarks;
  /** Its own spellings of the codes of google.rpc. */
  readonly spellings: Readonly<Record<string, Code>>;
  readonly rows: readonly ProviderRow[];
  /** What helps with every error, beside what its row says: whole sentences. */
  readonly advice?: Localized<string>;
  /** The documentation that the rows were read in, the status page, support. */
  readonly links: readonly ProviderLink[];
}
