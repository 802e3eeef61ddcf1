import type { Clock } from "../../retry/clock.js";
import { Patience } from "../../retry/patience.js";
import type { CredentialRefresh } from "../credential-refresh.js";
import type { AfterFailure } from "../poll-failures.js";
import { type FailedPoll, failedRefresh } from "../poller.js";
import type { BatchPace } from "./batch-pace.js";
import { type ServiceState, serviceStateOf } from "./service-state.js";

/** What {@link ServiceCalls} are made of. */
export interface ServiceCallsInit {
  readonly clock: Clock;
  readonly pace: BatchPace;
  readonly credentials: CredentialRefresh;
}

/** All calls of one service, and what they say of how it is. */
export class ServiceCalls {
  readonly #init: ServiceCallsInit;
  readonly #underWay = new Set<Patience>();
  #isStopped = false;
  #refreshes = 0;

  constructor(init: ServiceCallsInit) {
    this.#init = init;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether calls had better wait: nobody asks with credentials that are known to be old. */
  get areHeld(): boolean {
    return this.#isStopped || this.#refreshes > 0;
  }

  /** Ends every call that is under way, and all that come. */
  stop(): void {
    this.#isStopped = true;
    for (const patience of this.#underWay) patience.abort(STOPPED);
  }

  /** Runs what counts as one call under way until it is over, at once. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { pace } = this.#init;
    pace.enter();
    try {
      return await work();
    } finally {
      pace.leave();
    }
  }

  /** Makes a call; `undefined` where all were ended meanwhile. */
  call<T>(make: (patience: Patience) => Promise<T>): Promise<T | undefined> {
    const { pace, clock } = this.#init;
    pace.begin(clock.now());
    return this.#underPatience(make);
  }

  /** Waits for so long, and until the pace allows the next call. */
  async pause(leastMs: number): Promise<void> {
    const { pace, clock } = this.#init;
    const until = clock.now() + leastMs;
    while (!this.#isStopped) {
      const ms = Math.max(until, pace.nextAt) - clock.now();
      if (!(ms > 0)) return;
      await this.#underPatience((patience) => patience.sleep(ms));
    }
  }

  /** Takes note of an answer. */
  answered(): void {
    this.#init.pace.speedUp(this.#init.clock.now());
  }

  /** Takes note of a failure, for which the service is perhaps to be left alone. */
  failed({ error, startedAt }: FailedPoll, { askedMs, pauseMs }: AfterFailure): ServiceState {
    const { pace, clock } = this.#init;
    const state = serviceStateOf(error, pauseMs !== undefined);
    const isOverwhelmed =
      state === "throttles" ||
      (state === "unavailable" && (pace.miss(startedAt) || askedMs !== undefined));
    if (isOverwhelmed) pace.slowDown(startedAt, askedMs, clock.now());
    return state;
  }

  /** Gets new credentials, unless another call has done so. Gives what that failed with. */
  async refresh({ error, startedAt }: FailedPoll): Promise<FailedPoll | undefined> {
    const { credentials } = this.#init;
    this.#refreshes++;
    try {
      await credentials.run(error, startedAt);
      return undefined;
    } catch (thrown) {
      return failedRefresh(thrown, startedAt);
    } finally {
      this.#refreshes--;
    }
  }

  async #underPatience<T>(work: (patience: Patience) => Promise<T>): Promise<T | undefined> {
    const { clock } = this.#init;
    const patience = new Patience({ signal: undefined, timeoutMs: undefined, clock });
    this.#underWay.add(patience);
    try {
      return await work(patience);
    } catch (thrown) {
      if (!this.#isStopped) throw thrown;
      return undefined;
    } finally {
      this.#underWay.delete(patience);
      patience.end();
    }
  }
}

/** Without a reason, each abort would make an exception with a stack that nobody reads. */
const STOPPED = "stopped";
