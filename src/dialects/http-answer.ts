import type { ErrorParts } from "../status/error-parts.js";
import type { HttpStatusFamily } from "../status/http-status.js";
import type { HeadersLike } from "../wire/headers.js";

/** An answer over HTTP, of whatever client. */
export interface HttpAnswer {
  /** HTTP status, 100 to 599. */
  readonly status: number;
  readonly headers?: HeadersLike;
  /** Text, bytes, or the parsed JSON. */
  readonly body?: unknown;
}

/** How an answer is read. */
export interface HttpAnswerOptions {
  /**
   * Which table gives the code where the answer says nothing but its HTTP status. Default: `"rest"` where
   * a JSON body shows that the service itself spoke, else `"transport"`.
   */
  readonly family?: HttpStatusFamily;
}

/** What an answer says about a failure; `undefined` for a success. Total. */
export function partsFromHttp(
  answer: HttpAnswer,
  options: HttpAnswerOptions = {},
): ErrorParts | undefined {
  void options;
  void answer;
  return undefined;
}
