import type { RetryAdvice } from "../retry/retry-advice.js";
import type { CodeName, ErrorCode } from "../status/code.js";
import type { ExplainedQuota } from "./details/explained-quota.js";
import type { Party, ProviderLocale } from "./provider.js";

/**
 * What an error means and what to do about it. It is data: `JSON.stringify` writes all of it, and
 * `render` makes a text of what it wrote. Texts of the peer stand in it as they came, shortened.
 */
export interface Explanation {
  /** Whose table the explanation was read in; `undefined` for the meaning of the code in general. */
  readonly provider: ExplainedProvider | undefined;
  /** What the provider was known by, in words, the strongest first; empty when it was named or is unknown. */
  readonly evidence: readonly string[];
  /** The language of the texts. Where a provider has none in it, they are English. */
  readonly locale: ProviderLocale;
  readonly code: ErrorCode;
  readonly codeName: CodeName;
  /** HTTP status of the answer, where one is known. */
  readonly httpStatus: number | undefined;
  /** What the service said, at most 4,096 characters of it. */
  readonly message: string;
  /** What the service said for people in the wanted language, where it did. */
  readonly localizedMessage: string | undefined;
  /** What the error means: full sentences. */
  readonly what: string;
  /** What to do: full sentences, the step that the details tell first. */
  readonly fix: string;
  /** Whether an operation failed, and no call: then to try again is to start it again, not to ask for it again. */
  readonly isOperation: boolean;
  /** Whose turn it is, the first of several first. */
  readonly who: readonly Party[];
  /** Whether and when the same call is worth another attempt: `adviseRetry(error)`. */
  readonly retry: RetryAdvice;
  /** The same for a call that may happen twice without harm. */
  readonly retryIfIdempotent: RetryAdvice;
  /** Whether the documentation says that the same call may succeed later, as long as its quota lets it. */
  readonly mayPass: boolean;
  /** The wrong fields, their paths as they came. */
  readonly fields: readonly ExplainedField[];
  /** The quota that was exceeded; `undefined` where none was. */
  readonly quota: ExplainedQuota | undefined;
  /** The permissions that are missing, as far as they are named. */
  readonly permissions: readonly string[];
  /** What has to hold before the call can succeed. */
  readonly preconditions: readonly ExplainedPrecondition[];
  /** What the error is about. */
  readonly resource: ExplainedResource | undefined;
  /** Ids to quote to the service's support. */
  readonly requestIds: readonly string[];
  /** The service's own links first, then the documentation's. */
  readonly links: readonly ExplainedLink[];
  /**
   * Where the meaning was read: a row of the provider's table in words, `"google.api.ErrorReason"` or
   * `"google.rpc.Code"`.
   */
  readonly source: string;
  /** How many entries each list lost, so that a hostile answer stays short. */
  readonly omitted: Readonly<Record<ExplainedList, number>>;
}

/** The lists of an {@link Explanation} that are bounded. */
export type ExplainedList = "fields" | "permissions" | "preconditions" | "requestIds" | "links";

/** A provider as an explanation names it. */
export interface ExplainedProvider {
  readonly id: string;
  readonly title: string;
}

/** A wrong field. */
export interface ExplainedField {
  /** Its path as it came; empty where the service named none. */
  readonly field: string;
  readonly description: string;
  /** The kind of fault in a word for programs. */
  readonly reason?: string;
}

/** A condition that does not hold. */
export interface ExplainedPrecondition {
  readonly type: string;
  readonly subject: string;
  readonly description: string;
}

/** What an error is about. */
export interface ExplainedResource {
  /** Empty where the service named none. */
  readonly type: string;
  readonly name: string;
  readonly owner?: string;
  readonly description?: string;
}

/** Where to read on. */
export interface ExplainedLink {
  readonly url: string;
  readonly title: string;
}
