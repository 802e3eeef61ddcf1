import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** What `curl -i` and `curl -v` print for an answer. */
export interface CurlOutput {
  readonly include: Buffer;
  /** With standard output and standard error on one terminal. */
  readonly verbose: Buffer;
}

/** Starts a server, asks it once, and writes down its answer as curl does. */
export async function curlOutput(
  listener: RequestListener,
  init: RequestInit = {},
): Promise<CurlOutput> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await written(await fetch(`http://127.0.0.1:${port}/books/42`, init));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function written(response: Response): Promise<CurlOutput> {
  const body = Buffer.from(await response.arrayBuffer());
  const lines = [
    `HTTP/1.1 ${response.status} ${response.statusText}`,
    ...Array.from(response.headers, ([name, value]) => `${name}: ${value}`),
    "",
  ];
  const asides = [
    "*   Trying 127.0.0.1:8080...",
    "* Connected to 127.0.0.1 (127.0.0.1) port 8080 (#0)",
    "> GET /books/42 HTTP/1.1\r",
    "> Host: 127.0.0.1:8080\r",
    "> X-Request-Id: sent-not-received\r",
    "> \r",
  ];
  const received = lines.map((line) => `< ${line}\r`);
  return {
    include: Buffer.concat([Buffer.from(lines.map((line) => `${line}\r\n`).join("")), body]),
    verbose: Buffer.concat([
      Buffer.from(`${[...asides, ...received, `{ [${body.length} bytes data]`].join("\n")}\n`),
      body,
      Buffer.from("* Connection #0 to host 127.0.0.1 left intact\n"),
    ]),
  };
}
