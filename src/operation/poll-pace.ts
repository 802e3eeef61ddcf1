import type { BackoffOptions } from "../retry/backoff.js";
import { pollPauseMs } from "./poll-pause.js";

/** What a {@link PollPace} is made of. */
export interface PollPaceOptions {
  readonly backoff?: BackoffOptions;
  readonly random?: () => number;
}

/** The pauses between the polls of one operation. */
export class PollPace {
  readonly #options: PollPaceOptions;
  #pauses = 0;
  #intervalMs: number | undefined;

  constructor(options: PollPaceOptions) {
    this.#options = options;
  }

  /** Replaces the next pause by what the service asks for; `undefined` takes that back. */
  setNextMs(intervalMs: number | undefined): void {
    this.#intervalMs = intervalMs;
  }

  /** The next pause, in milliseconds. */
  nextMs(): number {
    const intervalMs = this.#intervalMs;
    this.#intervalMs = undefined;
    if (intervalMs !== undefined) return intervalMs;
    return pollPauseMs(++this.#pauses, this.#options.backoff ?? {}, this.fraction());
  }

  /** A number from 0 to 1. */
  fraction(): number {
    return fractionOf(this.#options.random);
  }
}

/** A number from 0 to 1, whatever `random` gives: a pause of NaN would be none at all. */
export function fractionOf(random: () => number = Math.random): number {
  const fraction = random();
  return fraction >= 0 && fraction <= 1 ? fraction : 0.5;
}
