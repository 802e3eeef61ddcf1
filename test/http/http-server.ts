import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on a free port of this machine, of one test file. */
export interface HttpServer {
  readonly url: string;
  /** How many connections were made to it. */
  readonly connections: () => number;
  stop(): void;
}

/** Starts a server that answers each path by the listener of that name. */
export async function startServer(
  routes: Readonly<Record<string, RequestListener>>,
): Promise<HttpServer> {
  let connections = 0;
  const server = createServer((request, response) => {
    const route = routes[(request.url ?? "").slice(1)];
    if (route === undefined) response.writeHead(599).end();
    else route(request, response);
  });
  server.on("connection", () => {
    connections++;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Resolves when the client has closed the connection of an answer. */
export function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.on("close", resolve);
  });
}

/** What a promise rejects with; fails the test where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (thrown) {
    return thrown;
  }
  throw new Error("nothing was thrown");
}
