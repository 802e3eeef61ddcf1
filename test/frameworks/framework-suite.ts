import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { RpcError, retryInfo } from "../../src/entry/index.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { httpStatusFromCode } from "../../src/status/http-status.js";
import { FAILURES, SECRET } from "../fixtures/failures.js";
import { findSecret } from "../fixtures/find-secret.js";
import { withRecordingProxy } from "../fixtures/recording-proxy.js";

/** A server of one framework, on 127.0.0.1. */
export interface FrameworkServer {
  readonly port: number;
  stop(): unknown;
}

/** What a server answers that a test starts. */
export interface FailingRoutes {
  /** `GET /fail/:name` of a handler that awaits something and then throws this. */
  readonly failure: (name: string) => unknown;
}

/** What a handler throws in the middle of its answer. */
export const LATE: Error = new Error(SECRET);

/** A framework, with the error handler of its example. */
export interface Framework {
  /** Starts the server of the example, or gives the running one. */
  example(): Promise<FrameworkServer>;
  /**
   * Starts a server with `GET /fail/:name`, `GET /sync/:name` (throws without awaiting), `POST /books` (takes
   * JSON), and `GET /late` (throws {@link LATE} after it has written `half`).
   */
  start(routes: FailingRoutes): Promise<FrameworkServer>;
  /** Whether the framework gives such a value to its error handler. */
  readonly hasHandlerFor: (thrown: unknown) => boolean;
  /** Whether it tells its error handler of what fails in the middle of an answer. */
  readonly tellsOfLateErrors: boolean;
}

/** Tests that hold for every framework. */
export function testFramework(framework: Framework): void {
  const { example, start, hasHandlerFor, tellsOfLateErrors } = framework;
  let printed: MockInstance<typeof console.error>;
  beforeEach(() => {
    printed = vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => {
    printed.mockRestore();
  });
  /** What the default `onError` was told. */
  const reported = () => printed.mock.calls.map((words) => words.at(-1));

  async function withServer(
    failure: FailingRoutes["failure"],
    use: (url: string) => Promise<void>,
  ): Promise<void> {
    const server = await start({ failure });
    try {
      await withRecordingProxy(server.port, async ({ port, sent }) => {
        await use(`http://127.0.0.1:${port}`);
        expect(sent().length).toBeGreaterThan(0);
        expect(sent().flatMap((bytes) => findSecret(bytes, SECRET))).toEqual([]);
      });
    } finally {
      await server.stop();
    }
  }

  describe("the example", () => {
    it("answers an RpcError with its code, message and details", async () => {
      const server = await example();
      try {
        const url = `http://127.0.0.1:${server.port}/v1/books/42?token=t`;
        const response = await fetch(url, { headers: { "x-request-id": "r-17" } });
        expect(response.status).toBe(404);
        expect(response.headers.get("content-type")).toMatch(/^application\/json\b/);
        expect(response.headers.get("cache-control")).toBe("no-store");
        expect(await errorFromResponse(response)).toMatchObject({
          code: 5,
          message: "book 42 does not exist",
          reason: "BOOK_MISSING",
          domain: "library.example",
          requestIds: ["r-17"],
          dialect: "aip-193",
          problems: [],
        });
        expect(reported()).toEqual([]);
      } finally {
        await server.stop();
      }
    });
  });

  describe.each(["fail", "sync"])("what a handler of /%s throws", (route) => {
    it.each(Object.keys(FAILURES))("answers %s, and lets nothing else out", async (name) => {
      const failure = FAILURES[name] as (typeof FAILURES)[string];
      const thrown = failure.make();
      const handled = hasHandlerFor(thrown);
      await withServer(
        () => thrown,
        async (url) => {
          const response = await fetch(`${url}/${route}/${encodeURIComponent(name)}?key=${SECRET}`);
          if (!handled) {
            expect(response.status).toBeGreaterThanOrEqual(400);
            return;
          }
          expect(response.status).toBe(httpStatusFromCode(failure.code));
          const error = await errorFromResponse(response);
          expect(error?.code).toBe(failure.code);
          if (failure.message !== undefined) expect(error?.message).toBe(failure.message);
          expect(error?.reason).toBe(failure.reason);
          expect(error?.requestIds).toEqual([response.headers.get("x-request-id")]);
        },
      );
      if (handled) expect(reported()).toEqual(failure.hidden ? [thrown] : []);
    });
  });

  it("sends every detail of an error, in their order", async () => {
    const thrown = FAILURES["an RpcError"]?.make() as RpcError;
    await withServer(
      () => thrown,
      async (url) => {
        const error = await errorFromResponse(await fetch(`${url}/fail/details`));
        expect(error?.details.map(({ type }) => type)).toEqual([
          "google.rpc.ErrorInfo",
          "google.rpc.RequestInfo",
        ]);
      },
    );
  });

  it("answers with a problem document where the client asks for one", async () => {
    await withServer(
      () => new RpcError("NOT_FOUND", "no such book"),
      async (url) => {
        const response = await fetch(`${url}/fail/problem`, {
          headers: { accept: "application/problem+json" },
        });
        expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json\b/);
        expect(await response.json()).toMatchObject({ title: "Not Found", detail: "no such book" });
      },
    );
  });

  it("sends Retry-After, a challenge, and the headers that an error was made with", async () => {
    await withServer(
      () =>
        new RpcError("UNAUTHENTICATED", "log in", {
          details: [retryInfo(1_200)],
          metadata: { "x-shard": "7", "content-length": "1" },
        }),
      async (url) => {
        const { status, headers } = await fetch(`${url}/fail/headers`);
        expect(status).toBe(401);
        expect(headers.get("retry-after")).toBe("2");
        expect(headers.get("www-authenticate")).toBe("Bearer");
        expect(headers.get("x-shard")).toBe("7");
      },
    );
  });

  it("has no body for HEAD", async () => {
    await withServer(
      () => new RpcError("NOT_FOUND", "no such book"),
      async (url) => {
        const response = await fetch(`${url}/fail/head`, { method: "HEAD" });
        expect(response.status).toBe(404);
        expect(await response.text()).toBe("");
      },
    );
  });

  it("leaves an unknown route 404", async () => {
    await withServer(
      () => undefined,
      async (url) => {
        expect((await fetch(`${url}/nowhere`)).status).toBe(404);
      },
    );
  });

  it("leaves a body that does not parse 400", async () => {
    await withServer(
      () => undefined,
      async (url) => {
        const response = await fetch(`${url}/books`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: '{"title": ',
        });
        expect(response.status).toBe(400);
        expect(await errorFromResponse(response)).toMatchObject({ code: 3, dialect: "aip-193" });
        expect(reported()).toEqual([]);
      },
    );
  });

  it("breaks an answer off that fails in the middle, and lives on", async () => {
    await withServer(
      () => new RpcError("NOT_FOUND", "no such book"),
      async (url) => {
        const read = async () => await (await fetch(`${url}/late`)).text();
        await expect(read()).rejects.toThrow();
        if (tellsOfLateErrors) expect(reported()).toEqual([LATE]);
        expect((await fetch(`${url}/fail/after`)).status).toBe(404);
      },
    );
  });
}
