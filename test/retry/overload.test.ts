import { setMaxListeners } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchWithErrors } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { attemptsOf, RetryThrottle, retry } from "../../src/entry/retry.js";
import { VirtualClock } from "./virtual-clock.js";

const CLIENTS = 1_000;

/** The same numbers from 0 to 1 in every run, in steps: so that many clients wake up at the same time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 20) / 20;
  };
}

/** A server that answers so many requests a second, and fails all others. */
class OverloadedServer {
  requests = 0;
  readonly #clock: VirtualClock;
  readonly #perSecond: number;
  #second = 0;
  #answered = 0;

  constructor(clock: VirtualClock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  async answer(): Promise<string> {
    this.requests++;
    const second = Math.floor(this.#clock.now() / 1_000);
    if (second !== this.#second) this.#answered = 0;
    this.#second = second;
    if (this.#answered === this.#perSecond) throw new RpcError("UNAVAILABLE", "overloaded");
    this.#answered++;
    return "a book";
  }
}

interface Simulation {
  readonly callsEach: number;
  readonly answeredPerSecond: number;
  readonly throttled: boolean;
}

/** How many requests the server gets for each call that a thousand clients make, a call a second. */
async function simulate({ callsEach, answeredPerSecond, throttled }: Simulation): Promise<number> {
  const clock = new VirtualClock();
  const server = new OverloadedServer(clock, answeredPerSecond);
  const forever = new AbortController().signal;
  setMaxListeners(0, forever);
  const clients = Array.from({ length: CLIENTS }, async (_, id) => {
    const random = numbers(id);
    const throttle = throttled ? { throttle: new RetryThrottle() } : {};
    for (let call = 0; call < callsEach; call++) {
      await clock.sleep(500 + random() * 1_000, forever);
      const options = { idempotent: true, clock, random, ...throttle };
      await retry(() => server.answer(), options).catch(() => {});
    }
  });
  await clock.until(Promise.all(clients));
  return server.requests / (CLIENTS * callsEach);
}

describe("a thousand clients of an overloaded server", () => {
  it.each([0, 300, 700])(
    "add a fifth to its load at most, where it answers %i requests a second",
    async (answeredPerSecond) => {
      const load = await simulate({ callsEach: 30, answeredPerSecond, throttled: true });
      expect(load).toBeLessThanOrEqual(1.2);
    },
  );

  it("would more than double it without a throttle", async () => {
    const load = await simulate({ callsEach: 10, answeredPerSecond: 300, throttled: false });
    expect(load).toBeGreaterThan(2);
  });
});

describe("a thousand clients of a real server that fails four of five requests", () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.writeHead(requests % 5 === 0 ? 200 : 503).end();
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("add a fifth to its load at most, where they share a throttle", async () => {
    const { port } = server.address() as AddressInfo;
    const fetchBook = fetchWithErrors();
    const throttle = new RetryThrottle();
    const stopReasons = new Set<string | undefined>();
    const callsEach = 2;
    const client = async () => {
      for (let call = 0; call < callsEach; call++) {
        const options = { idempotent: true, throttle, backoff: { initialMs: 1 } };
        await retry(({ signal }) => fetchBook(`http://127.0.0.1:${port}/`, { signal }), options)
          .then((answer) => answer.text())
          .catch((error) => stopReasons.add(attemptsOf(error).at(-1)?.stopReason));
      }
    };
    // Ten connections are enough for a thousand clients that are in no hurry.
    const waiting = Array.from({ length: CLIENTS }, () => client);
    const lane = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await next();
    };
    await Promise.all(Array.from({ length: 10 }, lane));
    expect(stopReasons).toContain("too many calls to this target fail");
    expect(requests / (CLIENTS * callsEach)).toBeLessThanOrEqual(1.2);
  });
});
