import { VirtualClock } from "../retry/virtual-clock.js";

/** A clock that jumps to the next sleeper's hour by itself, whenever nothing else is left to do. */
export class FakeClock extends VirtualClock {
  constructor() {
    super(0);
  }

  /** Every pause asked for, in order. */
  get pauses(): readonly number[] {
    return this.sleeps;
  }

  override sleep(ms: number, signal: AbortSignal): Promise<void> {
    setImmediate(() => {
      if (this.pending > 0) this.moveOn();
    });
    return super.sleep(ms, signal);
  }
}
