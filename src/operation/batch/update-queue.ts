/** How many that were taken may stay in memory. */
const MAX_TAKEN = 256;

/** What was found out and not asked for yet, in order; whoever asks before there is something waits. */
export class UpdateQueue<Update> {
  #updates: Update[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  get size(): number {
    return this.#updates.length - this.#taken;
  }

  add(update: Update): void {
    this.#updates.push(update);
    this.wake();
  }

  take(): Update | undefined {
    const update = this.#updates[this.#taken];
    if (update === undefined) return undefined;
    this.#taken++;
    if (this.size === 0 || this.#taken >= MAX_TAKEN) {
      this.#updates = this.#updates.slice(this.#taken);
      this.#taken = 0;
    }
    return update;
  }

  /** Resolves when there may be something to take, or nothing more will come. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Lets whoever waits look again. */
  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
