/**
 * A loop over what comes in time. No generator: one would let nobody leave while it waits. Whoever asks several
 * times at once is answered in order.
 */
export abstract class UpdateLoop<Update> implements AsyncIterator<Update, undefined> {
  /** Whether nothing more is given. */
  protected isOver = false;
  #last: Promise<unknown> = Promise.resolve();

  next(): Promise<IteratorResult<Update, undefined>> {
    const step = this.#last.then(() => this.#step());
    this.#last = step.catch(() => {});
    return step;
  }

  async return(): Promise<IteratorResult<Update, undefined>> {
    this.#leave();
    return DONE;
  }

  async throw(error: unknown): Promise<IteratorResult<Update, undefined>> {
    this.#leave();
    throw error;
  }

  /** The next update; `undefined` where there is none any more. */
  protected abstract advance(): Promise<Update | undefined>;

  /** Ends what is under way: nobody waits for it. */
  protected abstract stop(): void;

  #leave(): void {
    this.isOver = true;
    this.stop();
  }

  async #step(): Promise<IteratorResult<Update, undefined>> {
    const value = this.isOver ? undefined : await this.advance();
    if (value !== undefined) return { done: false, value };
    this.isOver = true;
    return DONE;
  }
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };
