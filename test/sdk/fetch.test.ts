import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
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

describe("RpcError.from of what the platform's fetch throws", () => {
  it("keeps both messages of a refused connection", async () => {
    const port = await freePort();
    expectDecoded(await rejection(fetch(`http://127.0.0.1:${port}`)), {
      ...broken,
      message: `fetch failed: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  it("finds a host that does not exist", async () => {
    expectDecoded(await rejection(fetch(`http://${NO_SUCH_HOST}`)), {
      ...broken,
      message: expect.stringMatching(HOST_NOT_FOUND),
    });
  });

  it("finds a connection that was reset", async () => {
    expectDecoded(await failureOf(resets, (url) => fetch(url)), {
      ...broken,
      message: "fetch failed: read ECONNRESET",
    });
  });

  it("finds a body that broke off", async () => {
    expectDecoded(await failureOf(cutsOff(), async (url) => (await fetch(url)).text()), {
      ...broken,
      message: "terminated: other side closed",
    });
  });

  it("finds a server that speaks no TLS", async () => {
    const cause = await failureOf(neverAnswers, (url) => fetch(url.replace("http:", "https:")));
    expectDecoded(cause, { ...broken, message: expect.stringMatching(/^fetch failed: .*SSL/) });
  });

  it("finds a server that speaks no HTTP", async () => {
    const server = createServer((socket) => socket.end("220 mail.example ready\r\n"));
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    expectDecoded(await rejection(fetch(`http://127.0.0.1:${port}`)), {
      ...broken,
      message: expect.stringMatching(/^fetch failed: /),
    });
    server.close();
  });

  it("takes the timeout of a signal for a deadline, headers and body alike", async () => {
    const causes = [
      await failureOf(neverAnswers, (url) => fetch(url, { signal: AbortSignal.timeout(50) })),
      await failureOf(
        (_, response) => void response.writeHead(200).write("{"),
        async (url) => (await fetch(url, { signal: AbortSignal.timeout(50) })).text(),
      ),
    ];
    for (const cause of causes) {
      expectDecoded(cause, {
        code: "DEADLINE_EXCEEDED",
        message: "The operation was aborted due to timeout",
        origin: "local",
        via: "local",
      });
    }
  });

  it("takes an abort without a reason for a cancellation", async () => {
    const cause = await abortedWith(undefined);
    expectDecoded(cause, {
      code: "CANCELLED",
      message: "This operation was aborted",
      origin: "local",
      via: "local",
    });
  });

  it.each([
    ["an error", new Error("the reader left"), "the reader left"],
    ["a string", "the reader left", "the reader left"],
  ])("keeps %s that the caller aborted with", async (_, reason, message) => {
    const cause = await abortedWith(reason);
    expect(cause).toBe(reason);
    expectDecoded(cause, { code: "UNKNOWN", message, origin: "local", via: "local" });
  });

  it("reads an RpcError that the caller aborted with as itself", async () => {
    const reason = new RpcError("CANCELLED", "the reader left");
    expect(RpcError.from(await abortedWith(reason))).toBe(reason);
  });

  it.each([null, { shelf: 7 }])("survives %j as the reason of an abort", async (reason) => {
    const error = RpcError.from(await abortedWith(reason));
    expect(error).toMatchObject({ code: 2, origin: "local", via: "local" });
  });
});

/** What fetch rejects with after an abort; it is the reason itself, whatever that is. */
function abortedWith(reason: unknown): Promise<unknown> {
  const controller = new AbortController();
  return failureOf(neverAnswers, (url) => {
    setTimeout(() => controller.abort(reason), 20);
    return fetch(url, { signal: controller.signal });
  });
}
