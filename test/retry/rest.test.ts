import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { encodeHttp, fetchWithErrors } from "../../src/entry/http.js";
import { quotaFailure, RpcError, retryInfo } from "../../src/entry/index.js";
import { attemptsOf, type RetryOptions, retry } from "../../src/entry/retry.js";

/** When each request of a server came, in milliseconds. */
type Arrivals = number[];

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server whose first requests fail in these ways, one after the other. */
async function serve(...failures: RequestListener[]): Promise<{ url: string; arrivals: Arrivals }> {
  const arrivals: Arrivals = [];
  const server = createServer((request, response) => {
    arrivals.push(performance.now());
    const fail = failures[arrivals.length - 1];
    if (fail === undefined) response.writeHead(200).end("a book");
    else fail(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, arrivals };
}

function answering(error: RpcError): RequestListener {
  return (_, response) => {
    const { status, headers, body } = encodeHttp(error);
    response.writeHead(status, headers).end(body);
  };
}

const fetchBook = fetchWithErrors();

const getBook = (url: string, options: RetryOptions = {}) =>
  retry(({ signal }) => fetchBook(url, { signal }), { idempotent: true, ...options });

const inMs = (ms: number) =>
  answering(new RpcError("UNAVAILABLE", "the shelf is being moved", { details: [retryInfo(ms)] }));

const gaps = (arrivals: Arrivals) =>
  arrivals.slice(1).map((at, i) => at - (arrivals[i] ?? Number.NaN));

describe("retry of fetchWithErrors", () => {
  it("comes back when the server said, twice", async () => {
    const { url, arrivals } = await serve(inMs(300), inMs(300));
    const pauses: number[] = [];
    const answer = await getBook(url, { onRetry: ({ pauseMs }) => pauses.push(pauseMs) });
    expect(await answer.text()).toBe("a book");
    expect(gaps(arrivals)).toHaveLength(2);
    for (const gap of gaps(arrivals)) expect(gap).toBeGreaterThanOrEqual(300);
    for (const pause of pauses) expect(pause).toBeLessThanOrEqual(450);
  });

  it.each([
    ["retry-after-ms", { "retry-after-ms": "40" }],
    ["grpc-retry-pushback-ms", { "grpc-retry-pushback-ms": "40" }],
  ])("comes back when the header %s said", async (delaySource, headers) => {
    const { url } = await serve((_, response) => response.writeHead(503, headers).end());
    const sources: unknown[] = [];
    await getBook(url, {
      random: () => 0,
      onRetry: ({ pauseMs, advice }) => sources.push([pauseMs, advice.delaySource]),
    });
    expect(sources).toEqual([[40, delaySource]]);
  });

  it("ends at once where Retry-After outlives the caller's time", async () => {
    const { url, arrivals } = await serve((_, response) =>
      response.writeHead(503, { "retry-after": "120" }).end(),
    );
    const error = await getBook(url, { totalTimeoutMs: 60_000 }).catch((thrown) => thrown);
    expect(error).toMatchObject({ codeName: "UNAVAILABLE" });
    expect(attemptsOf(error)).toMatchObject([
      { advice: { decision: "stop", delayMs: 120_000, delaySource: "retry-after" } },
    ]);
    expect(arrivals).toHaveLength(1);
  });

  it("ends at once where a quota of the day is used up, and says so", async () => {
    const quotaId = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
    const details = [quotaFailure([{ subject: "", description: "", quotaId }]), retryInfo(17_000)];
    const used = new RpcError("RESOURCE_EXHAUSTED", "You exceeded your current quota", { details });
    const { url, arrivals } = await serve(answering(used));
    const error = await getBook(url).catch((thrown) => thrown);
    expect(attemptsOf(error)).toMatchObject([{ advice: { scope: "day", quotaId } }]);
    expect(attemptsOf(error)[0]?.stopReason).toMatch(/day/);
    expect(arrivals).toHaveLength(1);
  });

  it("repeats what broke before an answer", async () => {
    const { url, arrivals } = await serve((request) => request.socket.destroy());
    const answer = await getBook(url, { backoff: { initialMs: 1 } });
    expect(await answer.text()).toBe("a book");
    expect(arrivals).toHaveLength(2);
  });

  it("repeats nothing of a call that is not idempotent, though the server invites it", async () => {
    const { url, arrivals } = await serve(inMs(10));
    await expect(getBook(url, { idempotent: false })).rejects.toThrow(RpcError);
    expect(arrivals).toHaveLength(1);
  });

  it("aborts the request of an attempt that takes too long", async () => {
    const closed: Promise<unknown>[] = [];
    const { url } = await serve((request) => {
      closed.push(new Promise((resolve) => request.socket.on("close", resolve)));
    });
    const answer = await getBook(url, { attemptTimeoutMs: 40, backoff: { initialMs: 1 } });
    expect(await answer.text()).toBe("a book");
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
  });
});
