import type { Operation } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { decodedOperation, numberOf } from "./answer.js";

/**
 * A service in memory, which keeps nothing but a byte of each operation. No operation ends before `finish` is
 * called, so that all are there to be weighed, however fast they are polled.
 */
export class SimulatedService {
  readonly #polls: Uint8Array;
  readonly #rounds: number;
  #missing: number;
  #queue: (() => void)[] = [];
  #isFinishing = false;
  #polled = () => {};

  /** How many calls were answered, and how many were under way at most. */
  answered = 0;
  mostUnderWay = 0;
  /** How many timers ran at most, seen once a turn of the event loop that answers. */
  mostTimers = 0;

  /** Resolves when every operation was polled so many times. */
  readonly allPolled = new Promise<void>((resolve) => {
    this.#polled = resolve;
  });

  constructor(size: { readonly operations: number; readonly rounds: number }) {
    this.#polls = new Uint8Array(size.operations);
    this.#missing = size.operations;
    this.#rounds = size.rounds;
  }

  /** From now on, each operation is over when it is asked for. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** What was asked for in one turn of the event loop is answered in the next. */
  get(id: string): Promise<Operation> {
    if (this.#queue.length === 0) setImmediate(() => this.#answer());
    return new Promise((resolve) => {
      this.#queue.push(() => resolve(this.#answerTo(id)));
    });
  }

  #answer(): void {
    const queue = this.#queue;
    this.#queue = [];
    this.mostUnderWay = Math.max(this.mostUnderWay, queue.length);
    this.mostTimers = Math.max(this.mostTimers, countTimers());
    for (const answer of queue) answer();
  }

  #answerTo(id: string): Operation {
    const number = numberOf(id);
    const polls = (this.#polls[number] as number) + 1;
    this.#polls[number] = polls;
    this.answered++;
    if (polls === this.#rounds && --this.#missing === 0) this.#polled();
    return decodedOperation(id, { polls, done: this.#isFinishing });
  }
}

/** How many timers keep the process alive. */
export function countTimers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}
