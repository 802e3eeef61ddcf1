/** How many that were taken may stay in memory. */
const MAX_TAKEN = 256;

/** What was found out and not asked for yet, in order; whoever asks before there is something waits. */
export class UpdateQueue<Update> {
  readonly #most: number;
  #updates: Update[] = [];
  #taken = 0;
  #arrived: (() => void) | undefined;
  #emptied: (() => void) | undefined;

  /** @param most - how many are to wait at most; more can be added all the same. */
  constructor(most: number) {
    this.#most = most;
  }

  get hasRoom(): boolean {
    return this.#updates.length - this.#taken < this.#most;
  }

  add(update: Update): void {
    this.#updates.push(update);
    this.#arrived?.();
  }

  take(): Update | undefined {
    const update = this.#updates[this.#taken];
    if (update === undefined) return undefined;
    this.#taken++;
    if (this.#taken >= Math.min(MAX_TAKEN, this.#updates.length)) {
      this.#updates = this.#updates.slice(this.#taken);
      this.#taken = 0;
    }
    if (this.hasRoom) this.#emptied?.();
    return update;
  }

  /** Resolves when there may be something to take, or nothing more will come. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  /** Resolves when there may be room, or nobody takes any more. */
  room(): Promise<void> {
    return new Promise((resolve) => {
      this.#emptied = resolve;
    });
  }

  /** Lets whoever waits look again. */
  wake(): void {
    this.#arrived?.();
    this.#emptied?.();
  }
}
