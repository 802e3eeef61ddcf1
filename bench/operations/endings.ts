import { numberOf } from "./answer.js";

/** How many times each operation ended. */
export class Endings {
  readonly #times: Uint8Array;

  constructor(operations: number) {
    this.#times = new Uint8Array(operations);
  }

  add(id: string): void {
    const number = numberOf(id);
    this.#times[number] = (this.#times[number] as number) + 1;
  }

  /** How many operations ended exactly once. */
  get once(): number {
    return this.#times.reduce((sum, times) => sum + (times === 1 ? 1 : 0), 0);
  }
}
