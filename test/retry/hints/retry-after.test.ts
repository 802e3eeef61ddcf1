import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { errorFromResponse } from "../../../src/entry/http.js";
import { RpcError } from "../../../src/entry/index.js";
import { readRetryAfter, readRetryAfterMs } from "../../../src/retry/hints/retry-after.js";

const withHeader = (name: string, value: unknown) =>
  new RpcError("UNAVAILABLE", "m", { metadata: { [name]: value } });

const NOW = Date.UTC(1994, 10, 6, 8, 49, 7);
const NONSENSE = ["soon", "", "-1", "+5", "1e3", "0x10", "NaN", "Infinity", "5s", ".5", "5."];

describe("readRetryAfter", () => {
  const read = (value: unknown) => readRetryAfter(withHeader("Retry-After", value), NOW);

  it.each([
    ["0", 0],
    ["120", 120_000],
    // As `Headers` joins two of them.
    ["5, 6", 5_000],
    ["1.5", 1_500],
    [" 7 ", 7_000],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 30_000],
    ["Sun Nov  6 08:49:37 1994", 30_000],
    ["Sun, 06 Nov 1994 08:00:00 GMT", 0],
    ["31536000", 31_536_000_000],
  ])("reads %j", (value, delayMs) => {
    expect(read(value)).toEqual([{ delayMs }]);
  });

  it.each([
    ...NONSENSE,
    "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 25:49:37 GMT",
    "1994-11-06T08:49:37Z",
  ])("says why it ignores %j", (value) => {
    const shown = JSON.stringify(value.trim());
    expect(read(value)).toEqual([{ ignored: `Retry-After ${shown} is no time` }]);
  });

  it.each(["31536001", "Sun, 06 Nov 2094 08:49:37 GMT"])(
    "ignores %j, over a year ahead",
    (value) => {
      expect(read(value)).toEqual([{ ignored: expect.stringContaining("over a year") }]);
    },
  );

  it("reads several, each by itself", () => {
    expect(read(["soon", "5"])).toEqual([{ ignored: expect.any(String) }, { delayMs: 5_000 }]);
  });

  it("reads what a real server of HTTP sends", async () => {
    const server = createServer((_request, response) => {
      response.writeHead(503, { "Retry-After": "3" }).end("down");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const error = RpcError.from(await errorFromResponse(response));
      expect(readRetryAfter(error, NOW)).toEqual([{ delayMs: 3_000 }]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("readRetryAfterMs", () => {
  const read = (value: string) => readRetryAfterMs(withHeader("retry-after-ms", value));

  it.each([
    ["0", 0],
    ["250", 250],
    ["19.5", 19.5],
  ])("reads %j", (value, delayMs) => {
    expect(read(value)).toEqual([{ delayMs }]);
  });

  it.each(NONSENSE)("says why it ignores %j", (value) => {
    const shown = JSON.stringify(value);
    expect(read(value)).toEqual([
      { ignored: `retry-after-ms ${shown} is no number of milliseconds` },
    ]);
  });
});
