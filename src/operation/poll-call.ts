import type { RpcError } from "../error/rpc-error.js";
import { type Clock, wallClockMs } from "../retry/clock.js";
import { Patience } from "../retry/patience.js";
import { Code } from "../status/code.js";
import type { HeadersLike } from "../wire/headers.js";
import { isObject } from "../wire/members.js";
import type { OperationSource, PollContext } from "./operation-source.js";
import { pollIntervalMs } from "./poll-interval.js";

/** What a {@link PollCall} is made of. */
export interface PollCallInit {
  readonly source: OperationSource;
  readonly operationId: string;
  /** Whether the server is to wait for the operation's end. */
  readonly waits: boolean;
  /** How long the poll may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long the whole waiting may still take, in milliseconds. */
  readonly remainingMs: number;
  readonly clock: Clock;
}

/** What a server that waits is given beyond its time, to answer that the operation goes on. */
const GRACE_MS = 1_000;

/** How many times headers are taken, of a source that never stops. */
const MAX_HEADERS = 8;

/** One poll: a call of a source's, with a time of its own. */
export class PollCall {
  readonly init: PollCallInit;
  /** When it began, in milliseconds since 1970. */
  readonly startedOn: number;
  /** When it began, by the clock. */
  readonly startedAt: number;
  /** What came with the answer, or with the failure. */
  readonly headers: HeadersLike[] = [];
  #timedOut = false;
  #intervalMs: number | undefined;
  #isOver = false;

  constructor(init: PollCallInit) {
    this.init = init;
    this.startedOn = wallClockMs(init.clock);
    this.startedAt = init.clock.now();
  }

  /** The pause that the headers ask for. */
  get intervalMs(): number | undefined {
    return this.#intervalMs;
  }

  /** How long it took so far, in milliseconds. */
  get elapsedMs(): number {
    return this.init.clock.now() - this.startedAt;
  }

  /** Whether its time is that of the whole waiting. */
  get endsWithAll(): boolean {
    return this.init.timeoutMs >= this.init.remainingMs;
  }

  /**
   * Whether it failed because a deadline was over that only this poll can have had: its own, the source's, or the
   * one it was given, which travels with the call and may be noticed elsewhere before it is here. Or because the
   * source gave it up, which nobody had asked it to.
   */
  ranOut({ code, origin }: RpcError): boolean {
    if (this.#timedOut) return true;
    if (code === Code.CANCELLED) return origin === "local";
    if (code !== Code.DEADLINE_EXCEEDED) return false;
    return origin === "local" || this.elapsedMs >= this.init.timeoutMs * 0.9;
  }

  /** What the source answers; rejects as soon as the time of the poll, or of the whole, is over. */
  async run(whole: Patience): Promise<unknown> {
    const { waits, timeoutMs, remainingMs, clock } = this.init;
    const ownMs = waits ? timeoutMs + GRACE_MS : timeoutMs;
    const patience =
      ownMs < remainingMs ? new Patience({ signal: whole.signal, timeoutMs: ownMs, clock }) : whole;
    try {
      return await patience.run(async () => this.#ask(patience.signal));
    } finally {
      this.#isOver = true;
      if (patience !== whole) {
        this.#timedOut = patience.timedOut;
        patience.end();
      }
    }
  }

  #ask(signal: AbortSignal): PromiseLike<unknown> {
    const { source, operationId, waits, timeoutMs } = this.init;
    const onHeaders = (headers: HeadersLike) => this.#take(headers);
    const context: PollContext = { signal, timeoutMs, onHeaders };
    return waits && source.wait
      ? source.wait(operationId, context)
      : source.get(operationId, context);
  }

  #take(headers: HeadersLike): void {
    if (this.#isOver || !isObject(headers) || this.headers.length >= MAX_HEADERS) return;
    this.headers.push(headers);
    this.#intervalMs ??= pollIntervalMs(headers);
  }
}
