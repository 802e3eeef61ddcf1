import { lookup } from "node:dns/promises";
import { get, type RequestOptions } from "node:http";
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { describe, expect, it } from "vitest";
import { expectDecoded } from "./expect-decoded.js";
import {
  cutsOff,
  failureOf,
  freePort,
  HOST_NOT_FOUND,
  NO_SUCH_HOST,
  neverAnswers,
  rejection,
  resets,
} from "./serve.js";

const broken = { code: "UNAVAILABLE", origin: "transport", via: "local" } as const;

/** What a socket to these options fails with. */
const socketError = (options: NetConnectOpts, use: (socket: Socket) => void = () => {}) =>
  new Promise<unknown>((resolve) => {
    const socket = connect(options);
    socket.on("error", resolve);
    use(socket);
  });

/** What a request fails with, its body included. */
const requestError = (url: string, options: RequestOptions = {}) =>
  new Promise<never>((_, reject) => {
    const request = get(url, options, (response) => response.on("error", reject).resume());
    request.on("error", reject);
    request.on("timeout", () => request.destroy());
  });

async function withSocketServer<T>(
  onSocket: (socket: Socket) => void,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const server: Server = createServer((socket) => onSocket(socket.on("error", () => {})));
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
  );
  try {
    return await use(port);
  } finally {
    server.close();
  }
}

describe("RpcError.from of a socket's error", () => {
  it("finds a refused connection", async () => {
    const port = await freePort();
    expectDecoded(await socketError({ port, host: "127.0.0.1" }), {
      ...broken,
      message: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  it("finds a connection that was refused on every address, where Node gives no message", async () => {
    const port = await freePort();
    const cause = await socketError({
      port,
      host: "library.example",
      autoSelectFamily: true,
      lookup: (_host, _options, found) =>
        found(null, [
          { address: "127.0.0.1", family: 4 },
          { address: "127.0.0.2", family: 4 },
        ]),
    });
    expect(cause).toBeInstanceOf(AggregateError);
    expect(cause).toHaveProperty("message", "");
    expectDecoded(cause, { ...broken, message: expect.stringContaining("ECONNREFUSED") });
  });

  it("finds a connection that was reset", async () => {
    const cause = await withSocketServer(
      (socket) => socket.resetAndDestroy(),
      (port) => socketError({ port, host: "127.0.0.1" }),
    );
    expectDecoded(cause, { ...broken, message: expect.stringContaining("ECONNRESET") });
  });

  it("finds a write to a side that has closed", async () => {
    const cause = await withSocketServer(
      (socket) => socket.destroy(),
      (port) =>
        socketError({ port, host: "127.0.0.1", allowHalfOpen: true }, (socket) => {
          const writing = setInterval(() => socket.write("x".repeat(1000)), 5);
          socket.resume().on("close", () => clearInterval(writing));
        }),
    );
    expectDecoded(cause, { ...broken, message: expect.stringMatching(/EPIPE|ECONNRESET/) });
  });

  it.each([
    ["connect", () => socketError({ port: 1, host: NO_SUCH_HOST })],
    ["dns.lookup", () => rejection(lookup(NO_SUCH_HOST))],
  ])("finds a host that %s does not find", async (_, fail) => {
    expectDecoded(await fail(), {
      ...broken,
      message: expect.stringMatching(HOST_NOT_FOUND),
    });
  });

  it("finds a server that speaks no TLS", async () => {
    const cause = await withSocketServer(
      (socket) => socket.end("220 mail.example ready\r\n"),
      (port) => new Promise((resolve) => void connectTls(port, "127.0.0.1").on("error", resolve)),
    );
    expectDecoded(cause, { ...broken, message: (cause as Error).message });
  });
});

describe("RpcError.from of an error of node:http", () => {
  it.each([
    ["a connection that was reset", resets, /ECONNRESET/],
    [
      "a server that hung up",
      (request: { socket: Socket }) => void request.socket.destroy(),
      /hang up/,
    ],
    ["a body that broke off", cutsOff(), /aborted/],
  ] as const)("finds %s", async (_, listener, text) => {
    expectDecoded(await failureOf(listener, (url) => requestError(url)), {
      ...broken,
      message: expect.stringMatching(text),
    });
  });

  it("finds a request that its own timeout destroyed", async () => {
    const cause = await failureOf(neverAnswers, (url) => requestError(url, { timeout: 50 }));
    // Node says no more than it says of a server that hangs up.
    expectDecoded(cause, { ...broken, message: "socket hang up" });
  });

  it("finds a server that speaks no HTTP", async () => {
    const cause = await withSocketServer(
      (socket) => socket.end("220 mail.example ready\r\n"),
      (port) => rejection(requestError(`http://127.0.0.1:${port}`)),
    );
    expectDecoded(cause, {
      ...broken,
      message: expect.stringContaining("Parse Error"),
    });
  });

  it("takes the timeout of a signal for a deadline, though Node calls it an abort", async () => {
    const cause = await failureOf(neverAnswers, (url) =>
      requestError(url, { signal: AbortSignal.timeout(50) }),
    );
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message: expect.stringContaining("The operation was aborted"),
      origin: "local",
      via: "local",
    });
  });

  it.each([
    ["without a reason", undefined],
    ["with a reason", new Error("the reader left")],
  ])("takes an abort %s for a cancellation", async (_, reason) => {
    const controller = new AbortController();
    const cause = await failureOf(neverAnswers, (url) => {
      setTimeout(() => controller.abort(reason), 20);
      return requestError(url, { signal: controller.signal });
    });
    expectDecoded(cause, {
      code: "CANCELLED",
      message: expect.stringContaining("The operation was aborted"),
      origin: "local",
      via: "local",
    });
  });
});
