import axios, { type AxiosRequestConfig } from "axios";
import { describe, expect, it } from "vitest";
import { googleNotFound } from "./bodies.js";
import { expectDecoded } from "./expect-decoded.js";
import { htmlAnswer, httpCases } from "./http-answers.js";
import {
  answer,
  cutsOff,
  failureOf,
  freePort,
  HOST_NOT_FOUND,
  NO_SUCH_HOST,
  neverAnswers,
  rejection,
  resets,
} from "./serve.js";

const notFound = {
  code: "NOT_FOUND",
  message: googleNotFound.error.message,
  origin: "server",
  via: "rest",
  httpStatus: 404,
  reason: "BOOK_MISSING",
  details: ["google.rpc.ErrorInfo", "example.library.v1.ShelfHint"],
} as const;

describe.each(["http", "fetch"] as const)("RpcError.from of an AxiosError over %s", (adapter) => {
  const get = (url: string, config: AxiosRequestConfig = {}) =>
    axios.get(url, { ...config, adapter });

  it.each([...httpCases, htmlAnswer])("reads $title", async ({ listener, expected }) => {
    const cause = await failureOf(listener, (url) => get(url));
    expect(axios.isAxiosError(cause)).toBe(true);
    expectDecoded(cause, expected);
  });

  it("reads a body that axios left as text", async () => {
    const cause = await failureOf(answer(404, googleNotFound), (url) =>
      get(url, { responseType: "text", transformResponse: [] }),
    );
    expectDecoded(cause, notFound);
  });

  it("reads a body that was asked for as bytes", async () => {
    const cause = await failureOf(answer(404, googleNotFound), (url) =>
      get(url, { responseType: "arraybuffer" }),
    );
    expectDecoded(cause, notFound);
  });

  it("reads problem+json", async () => {
    const body = {
      type: "https://library.example/problems/lent",
      title: "Lent",
      detail: "book 42 is lent",
      status: 409,
    };
    const cause = await failureOf(
      answer(409, body, { "content-type": "application/problem+json" }),
      (url) => get(url),
    );
    const error = expectDecoded(cause, {
      code: "ABORTED",
      message: "book 42 is lent",
      origin: "server",
      via: "rest",
      httpStatus: 409,
      reason: "",
      details: ["google.rpc.ErrorInfo"],
    });
    expect(error.errorInfo?.metadata).toMatchObject({ type: body.type, title: "Lent" });
  });

  it("goes by the HTTP status where the body is a stream that nobody has read", async () => {
    const cause = await failureOf(answer(401, googleNotFound), (url) =>
      get(url, { responseType: "stream" }),
    );
    expectDecoded(cause, {
      code: "UNAUTHENTICATED",
      message: expect.stringContaining("401"),
      // The content type shows that the service spoke, whatever it said.
      origin: "server",
      via: "rest",
      httpStatus: 401,
    });
  });

  it.each([
    ["a refused connection", async () => `http://127.0.0.1:${await freePort()}`, /ECONNREFUSED/],
    ["a host that does not exist", async () => `http://${NO_SUCH_HOST}`, HOST_NOT_FOUND],
  ])("finds %s", async (_, url, text) => {
    expectDecoded(await rejection(get(await url())), {
      code: "UNAVAILABLE",
      message: expect.stringMatching(text),
      origin: "transport",
      via: "local",
    });
  });

  it("finds a connection that was reset", async () => {
    expectDecoded(await failureOf(resets, (url) => get(url)), {
      code: "UNAVAILABLE",
      message: expect.stringContaining("ECONNRESET"),
      origin: "transport",
      via: "local",
    });
  });

  it("finds an answer that broke off, though its status was 200", async () => {
    expectDecoded(await failureOf(cutsOff(), (url) => get(url)), {
      code: "UNAVAILABLE",
      message: expect.stringMatching(/aborted|terminated/),
      origin: "transport",
      via: "local",
    });
  });

  it("takes its own timeout for a deadline and no failure of the network", async () => {
    expectDecoded(await failureOf(neverAnswers, (url) => get(url, { timeout: 50 })), {
      code: "DEADLINE_EXCEEDED",
      message: "timeout of 50ms exceeded",
      origin: "local",
      via: "local",
    });
  });

  it("takes the caller's abort for a cancellation", async () => {
    const controller = new AbortController();
    const cause = await failureOf(neverAnswers, (url) => {
      setTimeout(() => controller.abort(), 30);
      return get(url, { signal: controller.signal });
    });
    expectDecoded(cause, {
      code: "CANCELLED",
      message: expect.stringMatching(/canceled|aborted/),
      origin: "local",
      via: "local",
    });
  });

  it("takes the timeout of the caller's signal for a deadline, though axios says canceled", async () => {
    const cause = await failureOf(neverAnswers, (url) =>
      get(url, { signal: AbortSignal.timeout(50) }),
    );
    expectDecoded(cause, {
      code: "DEADLINE_EXCEEDED",
      message: expect.any(String),
      origin: "local",
      via: "local",
    });
  });
});
