import { RpcError } from "../error/rpc-error.js";
import { member, members } from "../wire/members.js";
import {
  checkResponseOptions,
  inspectResponse,
  isResponse,
  isSuccess,
  type ResponseOptions,
} from "./error-from-response.js";
import { statusFailure } from "./failure.js";
import { errorFromAbort, errorFromNetwork, isUnexplained } from "./fetch-failure.js";

/** How {@link fetchWithErrors} reads answers. */
export interface FetchErrorOptions extends Omit<ResponseOptions, "signal"> {
  /**
   * Whether a 2xx that carries an error is one, as `errorFromResponse` finds it. Default: false, a success is
   * passed on untouched.
   */
  readonly inspectSuccess?: boolean;
}

/** A `fetch`: the platform's, undici's, or one that wraps them. */
export type FetchLike = (input: never, init?: never) => Promise<object>;

/**
 * Gives a `fetch` that rejects with an `RpcError` for every answer but 2xx, and where there is no answer:
 *
 * - HTTP failures: what the answer says, with the `Response` as `cause`. Its body can still be read, unless it
 *   was too long or too slow to be read whole.
 * - network failures: UNAVAILABLE where trying again may help; `origin` is `"transport"`
 * - the caller's abort: CANCELLED, or DEADLINE_EXCEEDED for `AbortSignal.timeout`, or the `RpcError` that it was
 *   aborted with; `origin` is `"local"` and `cause` the reason
 *
 * 304 is passed on, and so are redirects with `redirect: "manual"`: the caller asked for them. Wrong arguments
 * stay the TypeErrors that they are. A body that breaks off after the promise resolved rejects as ever; give
 * that to `RpcError.from`.
 *
 * @example
 * const fetchBooks = fetchWithErrors();
 * const books = await (await fetchBooks("https://library.example/v1/books")).json();
 *
 * @typeParam Fetch - the type of `fetch`, which the result has as well.
 * @param fetch - what sends the requests. Default: `globalThis.fetch` of the moment of each call.
 * @throws TypeError for a `fetch` that is no function, and for wrong options.
 */
export function fetchWithErrors<Fetch extends FetchLike = typeof globalThis.fetch>(
  fetch?: Fetch,
  options: FetchErrorOptions = {},
): Fetch {
  if (fetch !== undefined && typeof fetch !== "function") {
    throw new TypeError(`fetch must be a function, not ${typeof fetch}`);
  }
  checkResponseOptions(options);
  const send = (fetch ?? ((input, init) => globalThis.fetch(input, init))) as Send;
  const fetchOrThrow: Send = async (input, init) => {
    const signal = pick("signal", input, init) as AbortSignal | null | undefined;
    let response: Response;
    try {
      response = await send(input, init);
    } catch (thrown) {
      throw failureOf(thrown, { signal, input, init });
    }
    if (isAskedFor(response, pick("redirect", input, init), options)) return response;
    const error = await inspectResponse(response, { ...options, ...(signal && { signal }) });
    const { status } = response;
    if (error === undefined && (isSuccess(status) || status === 0)) return response;
    if (signal?.aborted) throw errorFromAbort(signal.reason);
    // Some failures nobody takes for one: a 503 whose `grpc-status` is 0.
    throw error ?? statusFailure(status, response, options.family);
  };
  return fetchOrThrow as FetchLike as Fetch;
}

type Send = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** What a call was made with, and how it was to end. */
interface Call {
  readonly signal: AbortSignal | null | undefined;
  readonly input: unknown;
  readonly init: RequestInit | undefined;
}

/** Whether an answer is what the caller wanted, whatever it says. */
function isAskedFor(
  response: Response,
  redirect: unknown,
  { inspectSuccess = false }: FetchErrorOptions,
): boolean {
  if (!isResponse(response)) return true;
  const { status } = response;
  if (isSuccess(status)) return !inspectSuccess;
  return status === 304 || (status >= 300 && status < 400 && redirect === "manual");
}

function failureOf(thrown: unknown, { signal, input, init }: Call): unknown {
  // An older fetch rejects with an AbortError of its own, whatever the reason.
  if (signal?.aborted && (thrown === signal.reason || member(thrown, "name") === "AbortError")) {
    return errorFromAbort(signal.reason);
  }
  if (isUnexplained(RpcError.from(thrown)) && isMistake(thrown, input, init)) return thrown;
  return errorFromNetwork(thrown);
}

/** Whether the arguments are wrong. `fetch` gives a TypeError for these, and one for a broken network. */
function isMistake(thrown: unknown, input: unknown, init: RequestInit | undefined): boolean {
  if (member(thrown, "name") !== "TypeError") return false;
  const { headers, body } = init ?? {};
  const { url = input } = members(input, "url");
  try {
    new Request(String(url), {
      ...(headers && { headers }),
      ...(body && { body: "" }),
      method: String(pick("method", input, init) ?? "GET"),
    });
    return false;
  } catch (mistake) {
    return member(mistake, "name") === "TypeError";
  }
}

/** A member of `init`, or else of the `Request`. */
function pick(name: "signal" | "redirect" | "method", input: unknown, init: unknown): unknown {
  const chosen = member(init, name);
  return chosen === undefined ? member(input, name) : chosen;
}
