import { RetryThrottle } from "../../retry/retry-throttle.js";

/** How many targets are remembered: whoever calls more of them hardly overloads one. */
const MAX_TARGETS = 1_000;

/** The throttles of all targets that an interceptor calls, each made when it is first needed. */
export class TargetThrottles {
  readonly #shared: RetryThrottle | false | undefined;
  readonly #targets = new Map<string, RetryThrottle>();

  /** @param shared - the one for all targets; `false` for none; `undefined` for one for each. */
  constructor(shared: RetryThrottle | false | undefined) {
    this.#shared = shared;
  }

  /** The throttle of the target of a request; `undefined` where there is none. */
  of(url: string): RetryThrottle | undefined {
    if (this.#shared !== undefined) return this.#shared || undefined;
    const origin = originOf(url) ?? "";
    const known = this.#targets.get(origin);
    if (known !== undefined) return known;
    if (this.#targets.size >= MAX_TARGETS) {
      for (const oldest of this.#targets.keys()) {
        this.#targets.delete(oldest);
        break;
      }
    }
    const throttle = new RetryThrottle();
    this.#targets.set(origin, throttle);
    return throttle;
  }
}

/** Where a request goes to; `undefined` for a path alone, which goes to where the page comes from. */
export function originOf(url: string): string | undefined {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}
