import { wallClockMs } from "../../retry/clock.js";
import type { Patience } from "../../retry/patience.js";
import { readPollFailure } from "../poll-failure.js";
import { type AfterFailure, MAX_POLL_FAILURES, PollFailures } from "../poll-failures.js";
import { PollPace } from "../poll-pace.js";
import { type FailedPoll, POLL_TIMEOUT_MS, type PollerSetting } from "../poller.js";
import type { BatchEntry } from "./batch-entry.js";
import { ListReading } from "./list-reading.js";
import type { ServiceCalls } from "./service-calls.js";

/** What {@link ListPolls} are made of. */
export interface ListPollsInit {
  readonly setting: PollerSetting;
  readonly calls: ServiceCalls;
  readonly entryOf: (id: string) => BatchEntry | undefined;
  /** Takes what the list has of an operation. */
  readonly take: (entry: BatchEntry, operation: unknown) => void;
}

/** Polls of a service's list, which many operations stand in. */
export class ListPolls {
  readonly #init: ListPollsInit;
  readonly #pace: PollPace;
  readonly #failures: PollFailures;
  #pages = 0;

  constructor(init: ListPollsInit) {
    this.#init = init;
    const { options, credentials } = init.setting;
    this.#pace = new PollPace(options);
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
    const { calls, setting, entryOf, take } = this.#init;
    const timeoutMs = setting.options.pollTimeoutMs ?? POLL_TIMEOUT_MS;
    const { source, clock } = setting;
    const reading = new ListReading({ source, clock, timeoutMs, number, entryOf, take });
    while (!reading.isOver && !calls.isStopped) {
      await calls.pause();
      const isGood = await calls.call((patience) => this.#readPage(reading, patience));
      if (isGood === false) return undefined;
    }
    return this.#pace.nextMs();
  }

  /** Reads a page, which it tries again later if that failed in passing; `false` where there is no list. */
  async #readPage(reading: ListReading, patience: Patience): Promise<boolean> {
    const { calls, setting } = this.#init;
    const startedAt = setting.clock.now();
    this.#pages++;
    try {
      await reading.readPage(patience);
    } catch (thrown) {
      if (calls.isStopped) return true;
      const failed = { ...readPollFailure(thrown, []), startedAt };
      const after = this.#fail(failed);
      const state = calls.failed(failed, after);
      if (after.refreshes) return (await calls.refresh(failed)) === undefined;
      const { maxPollFailures = MAX_POLL_FAILURES } = setting.options;
      return (
        after.pauseMs !== undefined || (state === "throttles" && after.inRow < maxPollFailures)
      );
    }
    this.#failures.succeed();
    calls.answered();
    return true;
  }

  #fail({ error, cause, startedAt }: FailedPoll): AfterFailure {
    const { clock, credentials, endsAt, options } = this.#init.setting;
    const { pollTimeoutMs = POLL_TIMEOUT_MS } = options;
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
      timedOut: durationMs >= pollTimeoutMs,
      refreshed: credentials.hadNewOnes(startedAt),
      everAnswered: true,
    });
  }
}
