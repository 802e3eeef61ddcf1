import { readOperation } from "../../dialects/operation.js";
import type { Clock } from "../../retry/clock.js";
import { Patience } from "../../retry/patience.js";
import { members } from "../../wire/members.js";
import type { ListContext, OperationSource } from "../operation-source.js";
import type { BatchEntry } from "./batch-entry.js";

/** How many pages may have nothing new before the rest is left alone: others' operations stand in lists, too. */
const MAX_IDLE_PAGES = 20;

/** What a {@link ListReading} is made of. */
export interface ListReadingInit {
  readonly source: OperationSource;
  readonly clock: Clock;
  /** How long a page may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Which reading of the list this is, from 1. */
  readonly number: number;
  readonly entryOf: (id: string) => BatchEntry | undefined;
  /** Takes what was read of an operation. */
  readonly take: (entry: BatchEntry, operation: unknown) => void;
}

/** A service's list of operations, from its first page on, as far as that pays. */
export class ListReading {
  readonly #init: ListReadingInit;
  #pageToken = "";
  #pages = 0;
  #seen = 0;
  #isOver = false;

  constructor(init: ListReadingInit) {
    this.#init = init;
  }

  /** Whether there is nothing more to read that pays. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Reads the next page.
   *
   * @throws what the source rejects with; TypeError for an answer that is no page.
   */
  async readPage(whole: Patience): Promise<void> {
    const { clock, timeoutMs } = this.#init;
    const patience = new Patience({ signal: whole.signal, timeoutMs, clock });
    try {
      const page = await patience.run(async () => this.#ask(patience.signal));
      this.#take(page);
    } finally {
      patience.end();
    }
  }

  async #ask(signal: AbortSignal): Promise<unknown> {
    const { source, timeoutMs } = this.#init;
    const context: ListContext = { signal, timeoutMs, pageToken: this.#pageToken, onHeaders() {} };
    return source.list?.(context);
  }

  #take(page: unknown): void {
    const { operations, nextPageToken } = members(page, "operations", "nextPageToken");
    if (!Array.isArray(operations)) throw new TypeError("the answer is no list of operations");
    for (const operation of operations) this.#takeOne(operation);
    this.#pages++;
    const isLast = typeof nextPageToken !== "string" || nextPageToken === "";
    this.#isOver = isLast || this.#pages > this.#seen + MAX_IDLE_PAGES;
    if (!isLast) this.#pageToken = nextPageToken;
  }

  #takeOne(operation: unknown): void {
    const { entryOf, number, take } = this.#init;
    const entry = entryOf(readOperation(operation)?.id ?? "");
    if (entry === undefined || entry.seenIn === number) return;
    entry.seenIn = number;
    this.#seen++;
    take(entry, operation);
  }
}
