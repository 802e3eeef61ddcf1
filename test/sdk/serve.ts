import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A request handler that gives every request the same answer; an object goes out as JSON. */
export function answer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RequestListener {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? {} : { "content-type": "application/json" };
  return (request, response) => {
    request.resume();
    response.writeHead(status, { ...type, ...headers }).end(text);
  };
}

/** Accepts the request and stays silent. */
export const neverAnswers: RequestListener = (request) => void request.resume();

/** Resets the connection. */
export const resets: RequestListener = (request) => void request.socket.resetAndDestroy();

/** Promises a longer body than it sends before it closes the connection. */
export function cutsOff(
  part = "{",
  headers: Readonly<Record<string, string>> = {},
): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(200, { "content-length": "1000", ...headers });
    response.write(part, () => setTimeout(() => request.socket.destroy(), 10));
  };
}

/** Runs `use` with the address of a server on a free port of this machine. */
export async function withServer<T>(
  listener: RequestListener,
  use: (url: string, port: number) => Promise<T>,
): Promise<T> {
  const server = createServer(listener);
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
  try {
    return await use(`http://127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  return withServer(neverAnswers, async (_, port) => port);
}

/** What a promise was rejected with; fails where it was not. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error,
  );
}

/** What a client throws for what a server does. */
export async function failureOf(
  listener: RequestListener,
  call: (url: string, port: number) => Promise<unknown>,
): Promise<unknown> {
  return withServer(listener, (url, port) => rejection(call(url, port)));
}

/** A host name that no resolver may ever find (RFC 2606). */
export const NO_SUCH_HOST = "no-such-host.invalid";

/** What Node says of {@link NO_SUCH_HOST}; without a resolver in reach it does not know for sure. */
export const HOST_NOT_FOUND: RegExp = /getaddrinfo (ENOTFOUND|EAI_AGAIN) no-such-host\.invalid/;
