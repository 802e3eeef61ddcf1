import type { RpcError } from "../error/rpc-error.js";

/** Gets new credentials after UNAUTHENTICATED: the caller's own function. */
export type RefreshCredentials = (error: RpcError) => unknown;

/** The credentials of all polls over one source: new ones are asked for once, until a poll succeeds with them. */
export class CredentialRefresh {
  readonly #refresh: RefreshCredentials | undefined;
  #refreshedAt: number | undefined;
  #running: Promise<void> | undefined;

  constructor(refresh: RefreshCredentials | undefined) {
    this.#refresh = refresh;
  }

  /** Whether there is a way to new credentials at all. */
  get isPossible(): boolean {
    return this.#refresh !== undefined;
  }

  /** Whether a poll that began then had the new credentials already. */
  hadNewOnes(startedAt: number): boolean {
    return this.#refreshedAt !== undefined && startedAt >= this.#refreshedAt;
  }

  /** Tells that a poll was answered: the next UNAUTHENTICATED is another matter. */
  succeed(): void {
    this.#refreshedAt = undefined;
  }

  /**
   * Asks for new credentials, unless others that failed with the old ones have done so already. Rejects with what
   * the caller's function does.
   *
   * @param now - gives the time by which `startedAt` is compared, in milliseconds.
   */
  run(error: RpcError, startedAt: number, now: () => number): Promise<void> {
    if (this.#refreshedAt !== undefined && startedAt < this.#refreshedAt) return Promise.resolve();
    this.#running ??= this.#ask(error).finally(() => {
      this.#refreshedAt = now();
      this.#running = undefined;
    });
    return this.#running;
  }

  async #ask(error: RpcError): Promise<void> {
    await this.#refresh?.(error);
  }
}
