import { wallClockMs } from "../../retry/clock.js";
import type { Patience } from "../../retry/patience.js";
import { Code } from "../../status/code.js";
import { readPollFailure } from "../poll-failure.js";
import { type AfterFailure, PollFailures } from "../poll-failures.js";
import { PollPace } from "../poll-pace.js";
import { type FailedPoll, POLL_TIMEOUT_MS, type PollerSetting } from "../poller.js";
import type { BatchEntry } from "./batch-entry.js";
import { ListReading } from "./list-reading.js";
import type { ServiceCalls } from "./service-calls.js";
import type { UpdateQueue } from "./update-queue.js";

/** How many failures in a row a list is given up after. */
const MAX_FAILURES = 3;

/** In place of a pause: the list is not asked for any more. */
const GIVEN_UP = -1;

/** What {@link ListPolls} are made of. */
export interface ListPollsInit {
  readonly setting: PollerSetting;
  readonly calls: ServiceCalls;
  /** Where what was read goes, and how it is known that somebody takes it. */
  readonly updates: Pick<UpdateQueue<unknown>, "hasRoom" | "room">;
  readonly entryOf: (id: string) => BatchEntry | undefined;
  /** Takes what the list has of an operation. */
  readonly take: (entry: BatchEntry, operation: unknown) => void;
}

/** Polls of a service's list, which many operations stand in. */
export class ListPolls {
  readonly #init: ListPollsInit;
  readonly #pace: PollPace;
  readonly #failures: PollFailures;
  /** How long a page may take, in milliseconds. */
  readonly #timeoutMs: number;
  #pages = 0;

  constructor(init: ListPollsInit) {
    this.#init = init;
    const { options, credentials } = init.setting;
    this.#pace = new PollPace(options);
    this.#timeoutMs = options.pollTimeoutMs ?? POLL_TIMEOUT_MS;
    this.#failures = new PollFailures({
      maxPollFailures: options.maxPollFailures,
      credentials,
      pace: this.#pace,
      keepsHistory: false,
    });
  }

  /**
   * Reads the list once, as far as that pays. Gives the pause before the next time, in milliseconds; `undefined` where
   * it cannot be read.
   *
   * @param number - which reading it is, from 1.
   */
  async read(number: number): Promise<number | undefined> {
    const { calls, setting, updates, entryOf, take } = this.#init;
    const { source, clock } = setting;
    const timeoutMs = this.#timeoutMs;
    const reading = new ListReading({ source, clock, timeoutMs, number, entryOf, take });
    while (!reading.isOver && !calls.isStopped) {
      const pauseMs = await calls.call((patience) => this.#readPage(reading, patience));
      if (pauseMs === GIVEN_UP) return undefined;
      await calls.pause(pauseMs ?? 0);
      while (!updates.hasRoom && !calls.isStopped) await updates.room();
    }
    return this.#pace.nextMs();
  }

  /** Reads a page. Gives the pause before the next one, or the same again where it failed in passing. */
  async #readPage(reading: ListReading, patience: Patience): Promise<number> {
    const { calls, setting } = this.#init;
    const startedAt = setting.clock.now();
    this.#pages++;
    try {
      await reading.readPage(patience);
    } catch (thrown) {
      return calls.isStopped
        ? 0
        : this.#afterFailure({ ...readPollFailure(thrown, []), startedAt });
    }
    this.#failures.succeed();
    calls.answered();
    return 0;
  }

  async #afterFailure(failed: FailedPoll): Promise<number> {
    const { calls } = this.#init;
    const after = this.#fail(failed);
    const state = calls.failed(failed, after);
    // Nobody is fetched alone meanwhile, so there is no time to lose.
    if (after.inRow >= MAX_FAILURES || failed.error.code === Code.DEADLINE_EXCEEDED)
      return GIVEN_UP;
    if (after.refreshes) return (await calls.refresh(failed)) === undefined ? 0 : GIVEN_UP;
    return after.pauseMs ?? (state === "throttles" ? 0 : GIVEN_UP);
  }

  #fail({ error, cause, startedAt }: FailedPoll): AfterFailure {
    const { clock, credentials, endsAt } = this.#init.setting;
    const now = wallClockMs(clock);
    const durationMs = clock.now() - startedAt;
    return this.#failures.fail({
      error,
      thrown: cause,
      attempt: this.#pages,
      startedAt: now - durationMs,
      durationMs,
      now,
      remainingMs: Math.max(0, endsAt - clock.now()),
      timedOut: durationMs >= this.#timeoutMs,
      refreshed: credentials.hadNewOnes(startedAt),
      everAnswered: true,
    });
  }
}
