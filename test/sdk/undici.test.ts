import { type AddressInfo, createServer } from "node:net";
import {
  Agent,
  Client,
  type Dispatcher,
  errors,
  interceptors,
  request,
  fetch as undiciFetch,
} from "undici";
import { describe, expect, it } from "vitest";
import { type Decoded, expectDecoded } from "./expect-decoded.js";
import { htmlAnswer, httpCases } from "./http-answers.js";
import { cutsOff, failureOf, freePort, neverAnswers, rejection, resets } from "./serve.js";

const broken = { code: "UNAVAILABLE", origin: "transport", via: "local" } as const;
const late = { code: "DEADLINE_EXCEEDED", origin: "transport", via: "local" } as const;
const read = async (answer: Promise<Dispatcher.ResponseData>) => (await answer).body.text();

/** A connection that never gets past the look-up of its host's name. */
const neverConnects = () => new Agent({ connect: { timeout: 50, lookup: () => {} } });

describe("RpcError.from of undici's ResponseError", () => {
  const dispatcher = new Agent().compose(interceptors.responseError());

  it.each([...httpCases])("reads $title", async ({ listener, expected }) => {
    const cause = await failureOf(listener, (url) => read(request(url, { dispatcher })));
    expect(cause).toBeInstanceOf(errors.ResponseError);
    expectDecoded(cause, expected);
  });

  it("gives the HTTP status of a page, since undici keeps no HTML", async () => {
    const cause = await failureOf(htmlAnswer.listener, (url) => read(request(url, { dispatcher })));
    expectDecoded(cause, { ...htmlAnswer.expected, message: "HTTP 502" });
  });
});

// Undici's timers tick once a second.
describe.concurrent("RpcError.from of undici's own errors", () => {
  it.each<[string, Parameters<typeof failureOf>[0], (url: string) => Promise<unknown>, Decoded]>([
    [
      "headers that do not come",
      neverAnswers,
      (url) => request(url, { headersTimeout: 50 }),
      { ...late, message: "Headers Timeout Error" },
    ],
    [
      "headers that do not come to fetch",
      neverAnswers,
      (url) => undiciFetch(url, { dispatcher: new Agent({ headersTimeout: 50 }) }),
      { ...late, message: expect.stringContaining("Headers Timeout Error") },
    ],
    [
      "a body that does not go on",
      (_, response) => void response.writeHead(200).write("{"),
      (url) => read(request(url, { bodyTimeout: 50 })),
      { ...late, message: "Body Timeout Error" },
    ],
    [
      "a connection that was reset",
      resets,
      (url) => request(url),
      { ...broken, message: "read ECONNRESET" },
    ],
    [
      "a body that broke off",
      cutsOff(),
      (url) => read(request(url)),
      { ...broken, message: "other side closed" },
    ],
    [
      "a client that was closed",
      neverAnswers,
      async (url) => {
        const client = new Client(url);
        client.request({ path: "/", method: "GET" }).catch(() => {});
        void client.close();
        return client.request({ path: "/", method: "GET" });
      },
      { ...broken, message: "The client is closed" },
    ],
    [
      "a client that was destroyed",
      neverAnswers,
      async (url) => {
        const client = new Client(url);
        setTimeout(() => void client.destroy(), 20);
        return client.request({ path: "/", method: "GET" });
      },
      { ...broken, message: "The client is destroyed" },
    ],
    [
      "an abort without a reason",
      neverAnswers,
      (url) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 20);
        return request(url, { signal: controller.signal });
      },
      { code: "CANCELLED", message: "This operation was aborted", origin: "local", via: "local" },
    ],
    [
      "the timeout of a signal",
      neverAnswers,
      (url) => request(url, { signal: AbortSignal.timeout(50) }),
      {
        code: "DEADLINE_EXCEEDED",
        message: "The operation was aborted due to timeout",
        origin: "local",
        via: "local",
      },
    ],
  ])("finds %s", async (_, listener, call, expected) => {
    expectDecoded(await failureOf(listener, call), expected);
  });

  it.each([
    ["request", request],
    ["fetch", undiciFetch],
  ])(
    "finds a server that speaks no HTTP during %s, though its error has no code",
    async (_, call) => {
      const server = createServer((socket) => socket.end("220 mail.example ready\r\n"));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      expectDecoded(await rejection(call(`http://127.0.0.1:${port}`)), {
        ...broken,
        message: expect.stringContaining("does not match the HTTP/1.1 protocol"),
      });
      server.close();
    },
  );

  it("finds a refused connection", async () => {
    const port = await freePort();
    expectDecoded(await rejection(request(`http://127.0.0.1:${port}`)), {
      ...broken,
      message: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  it.each([
    ["request", (dispatcher: Agent) => request("http://library.example", { dispatcher })],
    ["fetch", (dispatcher: Agent) => undiciFetch("http://library.example", { dispatcher })],
  ])("finds a connection that does not come about during %s", async (_, call) => {
    const dispatcher = neverConnects();
    expectDecoded(await rejection(call(dispatcher)), {
      ...broken,
      message: expect.stringMatching(/connect timeout/i),
    });
    await dispatcher.destroy();
  });
});
