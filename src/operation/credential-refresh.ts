import type { RpcError } from "../error/rpc-error.js";
import type { Clock } from "../retry/clock.js";

/** Gets new credentials after UNAUTHENTICATED: the caller's own function. */
export type RefreshCredentials = (error: RpcError) => unknown;

/** The credentials of all polls over one source: new ones are asked for once, until a poll succeeds with them. */
export class CredentialRefresh {
  readonly #refresh: RefreshCredentials | undefined;
  readonly #clock: Clock;
  /** When there were new ones last. */
  #refreshedAt: number | undefined;
  /** Whether a poll was answered since. */
  #areProven = true;
  #running: Promise<unknown> | undefined;

  constructor(refresh: RefreshCredentials | undefined, clock: Clock) {
    this.#refresh = refresh;
    this.#clock = clock;
  }

  /** Whether there is a way to new credentials at all. */
  get isPossible(): boolean {
    return this.#refresh !== undefined;
  }

  /** Whether a poll that began then had the new credentials already. */
  hadNewOnes(startedAt: number): boolean {
    return !this.#areProven && this.#refreshedAt !== undefined && startedAt >= this.#refreshedAt;
  }

  /** Tells that a poll was answered: the next UNAUTHENTICATED is another matter. */
  succeed(): void {
    this.#areProven = true;
  }

  /**
   * Asks for new credentials, unless others that failed with the old ones have done so already. Rejects with what
   * the caller's function does. One that never answers holds nothing but this object.
   */
  run(error: RpcError, startedAt: number): Promise<unknown> {
    if (this.#refreshedAt !== undefined && startedAt < this.#refreshedAt) return Promise.resolve();
    this.#running ??= settled(this.#refresh, error).finally(() => {
      this.#refreshedAt = this.#clock.now();
      this.#areProven = false;
      this.#running = undefined;
    });
    return this.#running;
  }
}

function settled(refresh: RefreshCredentials | undefined, error: RpcError): Promise<unknown> {
  return new Promise((resolve) => resolve(refresh?.(error)));
}
