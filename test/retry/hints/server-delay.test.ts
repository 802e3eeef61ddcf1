import { describe, expect, it } from "vitest";
import type { RpcError } from "../../../src/entry/index.js";
import { exceededQuota } from "../../../src/retry/exceeded-quota.js";
import { readServerDelay } from "../../../src/retry/hints/server-delay.js";
import { answered, detail } from "../advice-cases.js";

const NOW = 0;
const read = (error: RpcError) => readServerDelay(error, exceededQuota(error), NOW);

/** Every hint at once, the strongest first, each with a delay of its own. */
const DETAILS = [
  detail("RetryInfo", { retryDelay: "1s" }),
  detail("QuotaFailure", { violations: [{ quotaId: "ReadsPerMinute" }] }),
];
const HEADERS = { "grpc-retry-pushback-ms": "2000", "retry-after-ms": "3000", "retry-after": "4" };

describe("readServerDelay", () => {
  it("takes the strongest hint, and without it the next", () => {
    const [retryInfo, quota] = DETAILS as [(typeof DETAILS)[0], (typeof DETAILS)[0]];
    const { "retry-after-ms": ms, "retry-after": after } = HEADERS;
    const text = "requests per second; retry in 5s";
    const errors = [
      answered("RESOURCE_EXHAUSTED", text, [retryInfo, quota], HEADERS),
      answered("RESOURCE_EXHAUSTED", text, [quota], HEADERS),
      answered("RESOURCE_EXHAUSTED", text, [quota], { "retry-after-ms": ms, "retry-after": after }),
      answered("RESOURCE_EXHAUSTED", text, [quota], { "retry-after": after }),
      answered("RESOURCE_EXHAUSTED", text, [quota]),
      answered("RESOURCE_EXHAUSTED", text),
      answered("RESOURCE_EXHAUSTED", "requests per second"),
      answered("RESOURCE_EXHAUSTED", ""),
    ];
    expect(errors.map(read).map(({ source, delayMs }) => [source, delayMs])).toEqual([
      ["retry-info", 1_000],
      ["grpc-retry-pushback-ms", 2_000],
      ["retry-after-ms", 3_000],
      ["retry-after", 4_000],
      ["quota", 60_000],
      ["message", 5_000],
      ["quota", 1_000],
      [undefined, undefined],
    ]);
  });

  it("takes the first RetryInfo that can be read, and lists the others", () => {
    const details = ["-1s", "soon", "2s", "3s"].map((retryDelay) =>
      detail("RetryInfo", { retryDelay }),
    );
    const delay = read(answered("UNAVAILABLE", "m", details));
    expect(delay).toMatchObject({ source: "retry-info", delayMs: 2_000 });
    expect(delay.ignored).toHaveLength(2);
  });

  it("lists what cannot be read behind a hint that can", () => {
    const details = [detail("RetryInfo", { retryDelay: "2s" })];
    const delay = read(answered("UNAVAILABLE", "m", details, { "retry-after": "soon" }));
    expect(delay).toMatchObject({ delayMs: 2_000, ignored: ['Retry-After "soon" is no time'] });
  });

  it("keeps the delay of a server that forbids a retry", () => {
    const headers = { "grpc-retry-pushback-ms": "-1", "retry-after": "4" };
    expect(read(answered("UNAVAILABLE", "m", [], headers))).toMatchObject({
      isRefused: true,
      delayMs: 4_000,
    });
  });

  it("waits for no quota that does not free itself", () => {
    const details = [detail("QuotaFailure", { violations: [{ quotaId: "ReadsPerDay" }] })];
    expect(read(answered("RESOURCE_EXHAUSTED", "m", details)).delayMs).toBeUndefined();
  });
});
