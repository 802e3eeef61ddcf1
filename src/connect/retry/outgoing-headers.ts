import type { Interceptor } from "@connectrpc/connect";
import { type Clock, systemClock } from "../../retry/clock.js";
import {
  type AttemptHeaders,
  attemptHeaders,
  isIdempotent,
  PREVIOUS_ATTEMPTS,
  type RetryInterceptorOptions,
} from "../../retry/interceptor-options.js";
import { type CallDeadline, readDeadline, writeDeadline } from "./deadline-header.js";
import { originOf } from "./target-throttles.js";

type Request = Parameters<ReturnType<Interceptor>>[0];

type Options = Pick<
  RetryInterceptorOptions,
  "attemptTimeoutMs" | "clock" | "idempotencyKey" | "idempotent" | "requestIdHeader"
>;

/** The headers of the attempts of one call, and what they say of the call as a whole. */
export class OutgoingHeaders {
  /** Whether the call may happen twice, by itself or by its key. */
  readonly idempotent: boolean;
  /** When the caller's deadline ends, in milliseconds since 1970; `Infinity` where there is none. */
  readonly endsAt: number;
  readonly #request: Request;
  readonly #clock: Clock;
  readonly #attempts: AttemptHeaders;
  readonly #deadline: CallDeadline;
  /** Whether the limit of an attempt is one for all of the answer, so that the server should know it. */
  readonly #isLimited: boolean;

  constructor(request: Request, options: Options) {
    const { service, method, header } = request;
    const { clock = systemClock, attemptTimeoutMs = Number.POSITIVE_INFINITY } = options;
    const path = `/${service.typeName}/${method.name}`;
    const byItself = isIdempotent(options, path, method.idempotency);
    this.#request = request;
    this.#clock = clock;
    this.#attempts = attemptHeaders(options, header, byItself);
    this.#deadline = readDeadline(header);
    this.#isLimited = attemptTimeoutMs < Number.POSITIVE_INFINITY && hasOneAnswer(method);
    this.idempotent = byItself || this.#attempts.isKeyed;
    this.endsAt = clock.now() + (this.#deadline.timeoutMs ?? Number.POSITIVE_INFINITY);
  }

  /**
   * The headers of an attempt.
   *
   * @param attempt - which one it is, from 1.
   * @param limitMs - how long it may take.
   */
  of(attempt: number, limitMs: number): Headers {
    const { header: given, url } = this.#request;
    const header = new Headers(given);
    for (const [name, value] of this.#attempts.of(attempt)) {
      if (name !== PREVIOUS_ATTEMPTS || !isForeignToPage(url)) header.set(name, value);
    }
    const ownMs = this.#isLimited ? limitMs : Number.POSITIVE_INFINITY;
    const leftMs = this.endsAt - this.#clock.now();
    // What the transport wrote holds for the first attempt.
    if (attempt === 1 && leftMs <= ownMs) return header;
    const timeoutMs = Math.min(ownMs, leftMs);
    if (timeoutMs < Number.POSITIVE_INFINITY) writeDeadline(header, this.#deadline, timeoutMs);
    return header;
  }
}

function hasOneAnswer({ methodKind }: Request["method"]): boolean {
  return methodKind === "unary" || methodKind === "client_streaming";
}

/**
 * Whether a page calls another origin. There a browser fails a call with a header that the server does not
 * expect, and hardly any expects `grpc-previous-rpc-attempts`.
 */
function isForeignToPage(url: string): boolean {
  const { location } = globalThis as { readonly location?: { readonly origin: string } };
  return location !== undefined && (originOf(url) ?? location.origin) !== location.origin;
}
