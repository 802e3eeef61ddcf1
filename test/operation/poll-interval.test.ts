import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { RpcError, retryInfo } from "../../src/entry/index.js";
import { type PollContext, waitForOperation } from "../../src/entry/operation.js";
import { setUp } from "./scripted-source.js";

const running = { id: "op1", done: false };
const done = { id: "op1", done: true };

const answerWith =
  (...headers: unknown[]) =>
  (_: string, { onHeaders }: PollContext) => {
    for (const one of headers) onHeaders(one as never);
    return running;
  };

async function timesOf(first: unknown, random: number): Promise<number[]> {
  const { options, clock, times } = setUp(first, running, done);
  await clock.until(waitForOperation("op1", { ...options, random: () => random }));
  return times;
}

describe("x-operation-poll-interval", () => {
  it.each<[string, unknown, number]>([
    ["in seconds", { "x-operation-poll-interval": "7" }, 7_000],
    ["of Headers", new Headers({ "X-Operation-Poll-Interval": "7" }), 7_000],
    [
      "of a Metadata of grpc-js",
      Metadata.fromHttp2Headers({ "x-operation-poll-interval": "7" }),
      7_000,
    ],
    ["of no time at all", { "x-operation-poll-interval": "0" }, 100],
    ["of more than an hour", { "x-operation-poll-interval": "86400" }, 3_600_000],
    ["of more than numbers hold", { "x-operation-poll-interval": "9".repeat(20) }, 3_600_000],
    ["after one that is nonsense", { "x-operation-poll-interval": ["soon", "3"] }, 3_000],
  ])("replaces the next pause, without jitter: %s", async (_, headers, pause) => {
    // Once more the ordinary pause, the first of its kind, at the lower end of its jitter.
    expect(await timesOf(answerWith(headers), 0)).toEqual([0, pause, pause + 800]);
  });

  it.each(["-1", "1.5", "soon", "", "1e3", "0x10", "9".repeat(1_000_000)])(
    "is ignored where it is no whole number of seconds: %.10s",
    async (value) => {
      const headers = { "x-operation-poll-interval": value };
      expect(await timesOf(answerWith(headers), 0)).toEqual([0, 800, 2_000]);
    },
  );

  it("is that of the headers that came first, before the trailers", async () => {
    const [headers, trailers] = [2, 9].map((s) => ({ "x-operation-poll-interval": `${s}` }));
    expect((await timesOf(answerWith(headers, trailers), 0))[1]).toBe(2_000);
  });

  it("gives way to what a failed poll says itself", async () => {
    const fail = (_: string, { onHeaders }: PollContext) => {
      onHeaders({ "x-operation-poll-interval": "60" });
      return new RpcError("UNAVAILABLE", "busy", { details: [retryInfo(4_000)] });
    };
    expect((await timesOf(fail, 0))[1]).toBe(4_000);
  });

  it.each([
    [undefined],
    [null],
    [7],
    [
      Object.defineProperty({}, "x-operation-poll-interval", {
        get: () => {
          throw new Error("boom");
        },
      }),
    ],
    [
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("boom");
          },
        },
      ),
    ],
  ])("may be hidden in what cannot be read (%#)", async (headers) => {
    expect(await timesOf(answerWith(headers), 0)).toEqual([0, 800, 2_000]);
  });
});
