import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, type Dispatcher, fetch } from "undici";
import type { RpcError } from "../../src/error/rpc-error.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";

/** An answer over HTTP; its body is sent as JSON unless it is a text. */
export interface WireAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A server of this machine that clients reach under any name. */
export interface NamedServer {
  /** The URL of the server under a host's name. */
  urlOf(host: string): string;
  /** Resolves every name to this machine. */
  readonly dispatcher: Dispatcher;
  /** What the server answers from now on. */
  answerWith(answer: WireAnswer): void;
  /** The error that a client reads which calls a host and gets this answer; `undefined` for a success. */
  errorOf(host: string, answer: WireAnswer): Promise<RpcError | undefined>;
  stop(): Promise<void>;
}

/** Starts a server that is every host, so that clients meet real answers of providers. */
export async function startNamedServer(): Promise<NamedServer> {
  let current: WireAnswer = { status: 500, body: "" };
  const server = createServer((_request, response) => {
    const { status, headers = {}, body } = current;
    const isText = typeof body === "string";
    const type = isText ? "text/plain" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const dispatcher = new Agent({
    connect: {
      lookup: (_name, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
    },
  });
  const urlOf = (host: string) => `http://${host}:${port}/v1/call`;
  const answerWith = (answer: WireAnswer) => {
    current = answer;
  };
  return {
    ...{ urlOf, dispatcher, answerWith },
    async errorOf(host, answer) {
      answerWith(answer);
      return errorFromResponse(await fetch(urlOf(host), { dispatcher }));
    },
    async stop() {
      await dispatcher.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
