import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { expectDecoded } from "./expect-decoded.js";
import { failureOf, freePort, neverAnswers } from "./serve.js";

const broken = { code: "UNAVAILABLE", origin: "transport", via: "local" } as const;

/** What a request fails with on a session with a server that treats each stream so. */
async function streamError(
  onStream: (stream: ServerHttp2Stream) => void,
  send: (session: ClientHttp2Session) => Promise<unknown> = requestError,
  onConnection: (socket: Socket) => void = () => {},
): Promise<unknown> {
  const server = createServer();
  server.on("connection", onConnection);
  server.on("sessionError", () => {});
  server.on("session", (session) => session.on("error", () => {}));
  server.on("stream", (stream) => onStream(stream.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  session.on("error", () => {});
  try {
    return await send(session);
  } finally {
    session.destroy();
    server.close();
  }
}

function requestError(session: ClientHttp2Session, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = session.request({}, signal === undefined ? {} : { signal });
    request.on("error", resolve);
    request.on("end", () => reject(new Error("it did not fail"))).resume();
  });
}

describe("RpcError.from of an error of node:http2", () => {
  // As gRPC reads the reason of a reset, which Node puts into the message alone.
  it.each([
    ["NGHTTP2_REFUSED_STREAM", "UNAVAILABLE"],
    ["NGHTTP2_ENHANCE_YOUR_CALM", "RESOURCE_EXHAUSTED"],
    ["NGHTTP2_INADEQUATE_SECURITY", "PERMISSION_DENIED"],
    ["NGHTTP2_INTERNAL_ERROR", "INTERNAL"],
    ["NGHTTP2_FRAME_SIZE_ERROR", "INTERNAL"],
  ] as const)("reads a stream that was reset with %s as %s", async (reason, code) => {
    const cause = await streamError((stream) => stream.close(constants[reason]));
    expectDecoded(cause, {
      code,
      message: `Stream closed with error code ${reason}`,
      origin: "transport",
      via: "local",
    });
  });

  it.each([
    ["NGHTTP2_INTERNAL_ERROR", "UNAVAILABLE"],
    ["NGHTTP2_ENHANCE_YOUR_CALM", "RESOURCE_EXHAUSTED"],
  ] as const)("reads a session that the server ended with %s as %s", async (reason, code) => {
    const cause = await streamError((stream) => stream.session?.goaway(constants[reason], 0));
    expectDecoded(cause, {
      ...broken,
      code,
      message: `Session closed with error code ${constants[reason]}`,
    });
  });

  it("finds a session whose connection was reset", async () => {
    const sockets: Socket[] = [];
    const cause = await streamError(
      () => sockets[0]?.resetAndDestroy(),
      requestError,
      (socket) => sockets.push(socket),
    );
    expectDecoded(cause, { ...broken, message: expect.stringContaining("ECONNRESET") });
  });

  it("finds a session that was destroyed before", async () => {
    const cause = await streamError(
      () => {},
      (session) => {
        session.destroy();
        // Thrown at once by Node 20 and 22, emitted by Node 24.
        return requestError(session).catch((thrown: unknown) => thrown);
      },
    );
    expectDecoded(cause, { ...broken, message: "The session has been destroyed" });
  });

  it("finds a refused connection", async () => {
    const session = connect(`http://127.0.0.1:${await freePort()}`);
    const cause = await new Promise((resolve) => session.on("error", resolve));
    expectDecoded(cause, { ...broken, message: expect.stringContaining("ECONNREFUSED") });
  });

  it("finds a server that speaks HTTP/1 alone", async () => {
    const cause = await failureOf(
      neverAnswers,
      (url) => new Promise((_, reject) => connect(url).on("error", reject)),
    );
    expectDecoded(cause, { ...broken, message: "Protocol error" });
  });

  it("takes the timeout of a signal for a deadline, though Node calls it an abort", async () => {
    const cause = await streamError(
      () => {},
      (session) => requestError(session, AbortSignal.timeout(50)),
    );
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message: expect.stringContaining("The operation was aborted"),
      origin: "local",
      via: "local",
    });
  });
});
