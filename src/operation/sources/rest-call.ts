import { type FetchLike, fetchWithErrors } from "../../http/fetch-with-errors.js";
import { Code } from "../../status/code.js";
import type { HeadersLike } from "../../wire/headers.js";
import { isObject, member } from "../../wire/members.js";
import { showValue } from "../../wire/show-value.js";
import { answerError } from "./answer-error.js";
import type { Provided } from "./provided.js";
import { readJson } from "./read-json.js";
import { checkHeaders, type HeadersInput, sentHeaders } from "./sent-headers.js";
import type { CallContext } from "./unary-call.js";
import { withinCall } from "./within-call.js";

/** What sends the requests, and with what. */
export interface RestCallerOptions {
  /** A `fetch`. Default: `globalThis.fetch` of the moment of each call. */
  readonly fetch?: FetchLike;
  /** Headers, or what gives them for each call: tokens expire. */
  readonly headers?: Provided<HeadersInput>;
}

/** One request: GET where nothing else is said. */
export interface RestRequest {
  readonly url: string;
  readonly method?: "GET" | "POST";
  /** What is sent as JSON with a POST. Default: an empty object. */
  readonly body?: object;
}

/**
 * Makes one call and gives the JSON of its answer. Rejects with an `RpcError`, also where the request cannot
 * be made.
 */
export type RestCall = (request: () => RestRequest, context: CallContext) => Promise<unknown>;

/** @throws TypeError that names the option, where one is wrong. */
export function restCaller({ fetch, headers }: RestCallerOptions): RestCall {
  if (fetch !== undefined && typeof fetch !== "function") {
    throw new TypeError(`fetch must be a function, not ${showValue(fetch)}`);
  }
  checkHeaders(headers);
  return (request, context) =>
    withinCall(context, async (signal) => {
      const { url, method = "GET", body = {} } = request();
      const sent = await sentHeaders(headers);
      signal.throwIfAborted();
      if (!sent.has("accept")) sent.set("accept", "application/json");
      if (method === "POST") sent.set("content-type", "application/json");
      const init: RequestInit = {
        method,
        // What the headers have in them is for this service alone.
        redirect: "manual",
        signal,
        headers: sent,
        ...(method === "POST" && { body: JSON.stringify(body) }),
      };
      const response = await send(fetch, context)(url, init);
      if (isRedirect(response)) throw answerError(response, Code.FAILED_PRECONDITION, REDIRECTED);
      return readJson(response, signal);
    });
}

/** A `fetch` that throws failures and hands on the headers of every answer, also of those. */
function send(fetch: FetchLike | undefined, { onHeaders }: CallContext): typeof globalThis.fetch {
  return fetchWithErrors<typeof globalThis.fetch>(async (url, init) => {
    const plain = (fetch as typeof globalThis.fetch | undefined) ?? globalThis.fetch;
    const response = await plain(url, init);
    const headers = member(response, "headers");
    if (isObject(headers)) onHeaders?.(headers as HeadersLike);
    return response;
  });
}

/** Browsers show nothing of one but that it is one. */
function isRedirect({ status, type }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400);
}

const REDIRECTED = "the answer is a redirect, which no credentials follow: another url is needed";
