import { RpcError } from "../error/rpc-error.js";
import { errorFromAbort } from "../http/fetch-failure.js";
import { newRequestId } from "../server/request-id.js";
import { checkMembers, hasMethods, isBoolean, type MemberChecks } from "../wire/check-members.js";
import { showValue } from "../wire/show-value.js";
import { withAttempts } from "./attempt-record.js";
import { Patience } from "./patience.js";
import { checkRetryLimits, type RetryLimits } from "./retry-options.js";
import { type NextAttempt, RetrySession } from "./retry-session.js";
import type { RetryThrottle } from "./retry-throttle.js";

/** How {@link retry} repeats a call. */
export interface RetryOptions extends RetryLimits {
  /**
   * Whether the call may happen twice without harm. Default: false; then only what never reached the server is
   * repeated.
   */
  readonly idempotent?: boolean;
  /**
   * Whether the function is a whole transaction, from its first read. Then ABORTED is repeated. Default: false.
   */
  readonly transaction?: boolean;
  /** Ends everything at once: the attempt, the pause. */
  readonly signal?: AbortSignal;
  /** Shared by all calls to one target, so that an overloaded server is left alone. Default: none. */
  readonly throttle?: RetryThrottle | false;
}

/** What the function that {@link retry} calls is told. */
export interface Attempt {
  /** Which one it is, from 1. */
  readonly attempt: number;
  /** Aborted when the attempt's time is over, or the caller aborts. Pass it on to the call. */
  readonly signal: AbortSignal;
  /** How long the attempt may take, in milliseconds; `Infinity` where nobody set a limit. */
  readonly timeoutMs: number;
  /**
   * A UUID, the same for all attempts of one call: for an `Idempotency-Key` header, by which a server knows the
   * second attempt of what it did already.
   */
  readonly idempotencyKey: string;
}

/**
 * Calls a function until it succeeds, as long as its errors advise it: at the time that the server asks for,
 * else after a growing pause, chosen at random.
 *
 * What to repeat is decided by {@link adviseRetry}. Whatever fails the call for good is thrown as it is, with
 * the history of all attempts as `attempts` on it ({@link attemptsOf}). An abort is thrown as CANCELLED, that of
 * an `AbortSignal.timeout` and the end of `totalTimeoutMs` during an attempt as DEADLINE_EXCEEDED; they have the
 * last failure in their history. The limits and `signal` end with `fn`: what it gives has to be complete.
 *
 * @example
 * const fetchBook = fetchWithErrors();
 * const book = await retry(
 *   async ({ signal }) => (await fetchBook(url, { signal })).json(),
 *   { idempotent: true, totalTimeoutMs: 30_000 },
 * );
 *
 * @param fn - may throw or reject with anything; `RpcError.from` reads it.
 * @returns what `fn` gives in the end.
 * @throws TypeError at once, that names the option, for wrong options.
 */
export async function retry<T>(
  fn: (attempt: Attempt) => T | PromiseLike<T>,
  options: RetryOptions = {},
): Promise<T> {
  if (typeof fn !== "function") throw new TypeError(`fn must be a function, not ${showValue(fn)}`);
  checkRetryLimits(options);
  checkMembers<OwnOptions>(options, OWN_OPTIONS);
  const { idempotent = false, transaction = false, throttle } = options;
  const session = new RetrySession({ limits: options, idempotent, transaction, throttle });
  const call = new RetriedCall(fn, session, options.signal);
  try {
    return await call.run();
  } catch (thrown) {
    throw withAttempts(thrown, session.attempts, RpcError.from);
  } finally {
    call.end();
  }
}

type OwnOptions = Pick<RetryOptions, "idempotent" | "transaction" | "signal">;

const OWN_OPTIONS: MemberChecks<OwnOptions> = {
  idempotent: [isBoolean, "true or false"],
  transaction: [isBoolean, "true or false"],
  signal: [(value) => hasMethods(value, "addEventListener"), "an AbortSignal"],
};

// p-retry and cockatiel have good loops, but take pauses from their own backoff only: a server's delay as a floor,
// and one that ends the call, do not fit in. A dependency of the library would be the smaller half of the work.

/** How much earlier a deadline in whole milliseconds may be over than a timer. */
const ROUNDED_MS = 2;

/** One call of {@link retry}. */
class RetriedCall<T> {
  readonly #fn: (attempt: Attempt) => T | PromiseLike<T>;
  readonly #session: RetrySession;
  readonly #signal: AbortSignal | undefined;
  readonly #whole: Patience;
  readonly #idempotencyKey = newRequestId();

  constructor(
    fn: (attempt: Attempt) => T | PromiseLike<T>,
    session: RetrySession,
    signal: AbortSignal | undefined,
  ) {
    this.#fn = fn;
    this.#session = session;
    this.#signal = signal;
    const { clock, remainingMs } = session;
    this.#whole = new Patience({ signal, timeoutMs: remainingMs, clock });
  }

  async run(): Promise<T> {
    try {
      for (;;) {
        const next = await this.#attempt();
        if ("value" in next) return next.value;
        await this.#prepare(next);
      }
    } catch (thrown) {
      if (this.#signal?.aborted) throw errorFromAbort(this.#signal.reason);
      throw thrown;
    }
  }

  end(): void {
    this.#whole.end();
  }

  async #prepare({ pauseMs, prepare }: NextAttempt): Promise<void> {
    try {
      await this.#whole.sleep(pauseMs);
      if (prepare) await this.#whole.run(async () => prepare(this.#whole.signal));
    } catch (thrown) {
      this.#session.stop(`no further attempt: ${RpcError.from(thrown).message}`);
      throw thrown;
    }
  }

  async #attempt(): Promise<{ readonly value: T } | NextAttempt> {
    const session = this.#session;
    this.#whole.signal.throwIfAborted();
    const timeoutMs = session.begin();
    const { attempt } = session;
    const patience = this.#patienceFor(timeoutMs);
    const { signal } = patience;
    const told: Attempt = { attempt, signal, timeoutMs, idempotencyKey: this.#idempotencyKey };
    try {
      const value = await patience.run(async () => this.#fn(told));
      session.succeed();
      return { value };
    } catch (thrown) {
      // The call may have been given the same time, and be through with it a little earlier.
      const isOver = patience.timedOut || session.elapsedMs >= timeoutMs - ROUNDED_MS;
      const attemptTimedOut = patience !== this.#whole && isOver;
      const next = session.fail(thrown, { attemptTimedOut });
      if (next === undefined || this.#whole.signal.aborted) throw thrown;
      return next;
    } finally {
      if (patience !== this.#whole) patience.end();
    }
  }

  /** The patience with one attempt: that with the whole, unless its own time is over earlier. */
  #patienceFor(timeoutMs: number): Patience {
    const { clock, remainingMs } = this.#session;
    if (timeoutMs >= remainingMs) return this.#whole;
    return new Patience({ signal: this.#whole.signal, timeoutMs, clock });
  }
}
