import type { DialectName } from "../status/error-parts.js";

/** What the answers of a provider are known by besides its hosts and domains. It is data; each member may be left out. */
export interface ProviderMarks {
  /** Packages of its messages: `yandex.cloud` is that of `yandex.cloud.quota.QuotaFailure` too. */
  readonly types?: readonly string[];
  /** How the names of its quotas begin, in any case. */
  readonly quotas?: readonly string[];
  /** Shapes of errors that nobody else sends. */
  readonly dialects?: readonly DialectName[];
  /** Members of its errors that nobody else writes. */
  readonly bodies?: readonly BodyMark[];
  /** Headers in lower case that hardly anybody else sends; one that ends with a dash stands for all that begin so. */
  readonly headers?: readonly string[];
  /**
   * Where its links lead: a host, which stands for those below it too, and how the path begins, without a language.
   * `yandex.cloud/docs/translate` is `https://yandex.cloud/en/docs/translate/api-ref` as well.
   */
  readonly links?: readonly string[];
  /** What its SDK throws. */
  readonly sdks?: readonly SdkMark[];
}

/** A member of an error in a JSON body, and its value: `object: "error"`. */
export interface BodyMark {
  /** The shape that the body is to have. */
  readonly dialect: DialectName;
  readonly member: string;
  readonly value: string;
}

/** An error of an SDK that has a name and a numeric `status`, and no address that it came from. */
export interface SdkMark {
  /** The shape that the error's message is to have. */
  readonly dialect: DialectName;
  readonly name: string;
}
