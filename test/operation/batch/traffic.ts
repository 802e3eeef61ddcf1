import { RpcError } from "../../../src/entry/index.js";

/** The calls that servers were asked to answer, also those of a server that is gone. */
export class Traffic {
  /** The name of each operation that was asked for, in order. */
  readonly gets: string[] = [];
  /** How many pages were asked for. */
  lists = 0;
  /** How many calls were served at once, at most. */
  most = 0;
  #open = 0;
  #waiting: (() => void)[] = [];

  /** Serves a call for one operation. */
  get<T>(name: string, answer: () => Later<T>, cancelled: Promise<void>): Promise<T> {
    this.gets.push(name);
    return this.#serve(answer, cancelled);
  }

  /** Serves a call for a page. */
  list<T>(answer: () => Later<T>, cancelled: Promise<void>): Promise<T> {
    this.lists++;
    return this.#serve(answer, cancelled);
  }

  /** Resolves as soon as so many calls are served at once. */
  async areOpen(count: number): Promise<void> {
    while (this.#open !== count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #serve<T>(answer: () => Later<T>, cancelled: Promise<void>): Promise<T> {
    this.#set(this.#open + 1);
    try {
      const given = await answer();
      if (given !== undefined) return given;
      await cancelled;
      throw new RpcError("CANCELLED", "nobody waits");
    } finally {
      this.#set(this.#open - 1);
    }
  }

  #set(open: number): void {
    this.#open = open;
    this.most = Math.max(this.most, open);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

type Later<T> = T | undefined | Promise<T | undefined>;
