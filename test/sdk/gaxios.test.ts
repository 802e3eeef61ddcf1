import { GaxiosError, type GaxiosOptions, request } from "gaxios";
import { describe, expect, it } from "vitest";
import { googleNotFound } from "./bodies.js";
import { expectDecoded } from "./expect-decoded.js";
import { htmlAnswer, httpCases } from "./http-answers.js";
import {
  answer,
  failureOf,
  freePort,
  HOST_NOT_FOUND,
  NO_SUCH_HOST,
  neverAnswers,
  rejection,
  resets,
} from "./serve.js";

const get = (url: string, options: GaxiosOptions = {}) =>
  request({ ...options, url: new URL(url), retry: false });

const fetches = [
  ["node-fetch", {}],
  ["the platform's fetch", { fetchImplementation: fetch }],
] as const;

describe.each(fetches)("RpcError.from of a GaxiosError over %s", (_, options) => {
  it.each([...httpCases, htmlAnswer])("reads $title", async ({ listener, expected }) => {
    const cause = await failureOf(listener, (url) => get(url, options));
    expect(cause).toBeInstanceOf(GaxiosError);
    expectDecoded(cause, expected);
  });

  it.each(["json", "text", "arraybuffer", "stream"] as const)(
    "reads a body that was asked for as %s",
    async (responseType) => {
      const cause = await failureOf(answer(404, googleNotFound), (url) =>
        get(url, { ...options, responseType }),
      );
      expectDecoded(cause, {
        code: "NOT_FOUND",
        message: googleNotFound.error.message,
        origin: "server",
        via: "rest",
        httpStatus: 404,
        reason: "BOOK_MISSING",
        details: ["google.rpc.ErrorInfo", "example.library.v1.ShelfHint"],
      });
    },
  );

  it("reads a page that was asked for as bytes", async () => {
    const cause = await failureOf(htmlAnswer.listener, (url) =>
      get(url, { ...options, responseType: "arraybuffer" }),
    );
    expectDecoded(cause, htmlAnswer.expected);
  });

  it("goes by the HTTP status where gaxios keeps no body that can be read at once", async () => {
    const cause = await failureOf(
      answer(409, "{}", { "content-type": "application/problem+json" }),
      (url) => get(url, options),
    );
    expectDecoded(cause, {
      code: "ABORTED",
      message: expect.stringContaining("409"),
      // The content type shows that the service spoke, whatever it said.
      origin: "server",
      via: "rest",
      httpStatus: 409,
    });
  });

  it("finds a refused connection", async () => {
    const port = await freePort();
    expectDecoded(await rejection(get(`http://127.0.0.1:${port}`, options)), {
      code: "UNAVAILABLE",
      message: expect.stringContaining(`connect ECONNREFUSED 127.0.0.1:${port}`),
      origin: "transport",
      via: "local",
    });
  });

  it("finds a connection that was reset", async () => {
    expectDecoded(await failureOf(resets, (url) => get(url, options)), {
      code: "UNAVAILABLE",
      message: expect.stringContaining("ECONNRESET"),
      origin: "transport",
      via: "local",
    });
  });

  it("finds a host that does not exist", async () => {
    expectDecoded(await rejection(get(`http://${NO_SUCH_HOST}`, options)), {
      code: "UNAVAILABLE",
      message: expect.stringMatching(HOST_NOT_FOUND),
      origin: "transport",
      via: "local",
    });
  });

  it("takes its own timeout for a deadline, though node-fetch calls it an abort", async () => {
    const cause = await failureOf(neverAnswers, (url) => get(url, { ...options, timeout: 50 }));
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message: expect.stringMatching(/aborted/),
      origin: "local",
      via: "local",
    });
  });

  it("takes the caller's abort for a cancellation", async () => {
    const controller = new AbortController();
    const cause = await failureOf(neverAnswers, (url) => {
      setTimeout(() => controller.abort(), 30);
      return get(url, { ...options, signal: controller.signal });
    });
    expectDecoded(cause, {
      code: "CANCELLED",
      message: expect.stringMatching(/aborted/),
      origin: "local",
      via: "local",
    });
  });
});
