import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import {
  type ErrorPolicy,
  guard,
  serverInterceptor,
  type TrimReport,
  toServiceError,
} from "../../src/entry/grpc-js.js";
import { badRequest, Code, RpcError, retryInfo } from "../../src/entry/index.js";
import { headerOnWire } from "../fixtures/header-on-wire.js";
import { headerListBytes, readHttp2Frames } from "../fixtures/http2-frames.js";
import { KINDS, withLibrary } from "./library-server.js";
import { withRecordedLibrary } from "./no-hang/recorded-library.js";
import type { Callback, Handler, Kind } from "./no-hang/ways.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./no-hang/with-guarded.js";

const PUSHBACK = "grpc-retry-pushback-ms";
const policy: ErrorPolicy = { retryHeaders: true, onError() {} };

const overloaded = (metadata = {}) =>
  new RpcError("UNAVAILABLE", "overloaded", { details: [retryInfo(700.2)], metadata });

/** What another service says, as `RpcError.from` reads it. */
const received = () =>
  RpcError.from({
    error: {
      code: 503,
      status: "UNAVAILABLE",
      message: "overloaded",
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "0.700s" }],
    },
  });

const throwing = (error: unknown) => () => {
  throw error;
};

interface Told {
  readonly error: ServiceError;
  /** The values of the trailer, as they were sent. */
  readonly pushback: string[];
  readonly sent: Buffer;
}

/** What a client is told by a guarded handler. */
function told(handler: Handler, options: Partial<Parameters<typeof withGuarded>[0]> = {}) {
  return toldBy("unary", handler, options);
}

function toldBy(
  kind: Kind,
  handler: Handler,
  options: Partial<Parameters<typeof withGuarded>[0]> = {},
): Promise<Told> {
  const handlers = handlersFor([kind], handler);
  return withGuarded({ policy, ...options, handlers }, async (library) => {
    const answer = await library.start(kind).answer;
    return read(answer as { error: ServiceError }, library.sent());
  });
}

function read({ error }: { error: ServiceError }, [sent = Buffer.alloc(0)]: Buffer[]): Told {
  return { error, pushback: headerOnWire(sent, PUSHBACK), sent };
}

const cases = BOTH_WAYS.flatMap((way) => KINDS.map((kind) => ({ ...way, kind })));

describe("guard", () => {
  it.each(cases)(
    "says in a trailer when to repeat a $kind call, once, with $name",
    async ({ interceptors, kind }) => {
      const { error, pushback } = await toldBy(kind, throwing(overloaded()), { interceptors });
      expect(pushback).toEqual(["701"]);
      expect(RpcError.from(error).retryDelayMs).toBe(700.2);
    },
  );

  it("says nothing where the policy does not ask for it, nor of an error without RetryInfo", async () => {
    expect((await told(throwing(overloaded()), { policy: {} })).pushback).toEqual([]);
    expect((await told(throwing(new RpcError("UNAVAILABLE", "m")))).pushback).toEqual([]);
  });

  it("sends no retry-after, which is for answers of HTTP", async () => {
    const { sent } = await told(throwing(overloaded()));
    expect(headerOnWire(sent, "retry-after")).toEqual([]);
  });

  it("leaves what the handler set itself, in the error or in trailers beside it", async () => {
    expect((await told(throwing(overloaded({ [PUSHBACK]: "-1" })))).pushback).toEqual(["-1"]);
    const trailers = new Metadata();
    trailers.set(PUSHBACK, "-1");
    const callsBack: Handler = (_call, callback) => callback(overloaded(), null, trailers);
    expect((await told(callsBack)).pushback).toEqual(["-1"]);
  });

  it("keeps to itself when a service behind it wants to be asked again, unless that is forwarded", async () => {
    const hidden = await told(throwing(received()));
    expect(hidden.error.code).toBe(Code.UNAVAILABLE);
    expect(hidden.pushback).toEqual([]);
    expect((await told(throwing(received().forward()))).pushback).toEqual(["700"]);
    const withheld = { ...policy, expose: () => false };
    expect((await told(throwing(overloaded()), { policy: withheld })).pushback).toEqual([]);
  });

  it("says what a mapper states", async () => {
    const mapping = { ...policy, mapError: () => overloaded() };
    expect((await told(throwing(new Error("pool empty")), { policy: mapping })).pushback).toEqual([
      "701",
    ]);
  });

  it("answers an error whose RetryInfo was tampered with, without the trailer", async () => {
    const broken = retryInfo(700);
    Object.assign(broken.retryDelay as object, { nanos: 0.5 });
    const thrown = new RpcError("UNAVAILABLE", "overloaded", { details: [broken] });
    const { error, pushback } = await told(throwing(thrown));
    expect(error).toMatchObject({ code: Code.UNAVAILABLE, details: "overloaded" });
    expect(pushback).toEqual([]);
  });

  it("says it also where the RetryInfo itself finds no room", async () => {
    const { error, pushback } = await told(throwing(overloaded()), {
      policy: { ...policy, maxDetailsBytes: 0 },
    });
    expect(RpcError.from(error).details).toEqual([]);
    expect(pushback).toEqual(["701"]);
  });

  it("counts the trailer among what peers take", async () => {
    const reports: TrimReport[] = [];
    const violations = Array.from({ length: 1_000 }, (_, index) => ({
      field: `books[${index}].title`,
      description: "must not be empty",
    }));
    const thrown = new RpcError("RESOURCE_EXHAUSTED", "busy", {
      details: [badRequest(violations), retryInfo(700)],
      metadata: { "x-first": "a".repeat(1_800), "x-second": "b".repeat(60) },
    });
    const trimming = { ...policy, onTrim: (report: TrimReport) => reports.push(report) };
    await told(throwing(thrown), { policy: { ...trimming, retryHeaders: false } });
    const { pushback, sent } = await told(throwing(thrown), { policy: trimming });
    expect(pushback).toEqual(["700"]);
    // There is room for both without the trailer.
    expect(reports.map(({ headers }) => headers)).toEqual([[], ["x-second"]]);
    for (const block of readHttp2Frames(sent).blocks)
      expect(headerListBytes(block)).toBeLessThanOrEqual(8_192);
  });

  it("brings grpc-js's own retries back when the server says, not when they would have come", async () => {
    let calls = 0;
    const getBook = () => {
      calls += 1;
      if (calls > 1) return {};
      throw new RpcError("UNAVAILABLE", "overloaded", { details: [retryInfo(0)] });
    };
    // Later than any call of these tests may take.
    const [initialBackoff, maxBackoff] = ["600s", "600s"];
    const serviceConfig = {
      loadBalancingConfig: [],
      methodConfig: [
        {
          name: [{}],
          retryPolicy: {
            maxAttempts: 2,
            initialBackoff,
            maxBackoff,
            backoffMultiplier: 1,
            retryableStatusCodes: ["UNAVAILABLE"],
          },
        },
      ],
    };
    const outcome = await withLibrary(guard({ getBook }, policy), (made) => made.unary(), {
      client: { "grpc.service_config": JSON.stringify(serviceConfig) },
    });
    expect(outcome.error).toBeUndefined();
    expect(calls).toBe(2);
  });
});

/** What a client is told by a handler that nothing guards. */
function toldUnguarded(
  getBook: (call: unknown, callback: Callback) => void,
  interceptors: ReturnType<typeof serverInterceptor>[] = [],
): Promise<Told> {
  return withRecordedLibrary(
    { getBook } as never,
    async (library) => {
      const answer = await library.start("unary").answer;
      return read(answer as { error: ServiceError }, library.sent());
    },
    { interceptors },
  );
}

describe("serverInterceptor", () => {
  it("says when to come back for an error that was called back", async () => {
    const getBook = (_call: unknown, callback: Callback) => callback(overloaded());
    expect((await toldUnguarded(getBook, [serverInterceptor(policy)])).pushback).toEqual(["701"]);
    expect((await toldUnguarded(getBook, [serverInterceptor()])).pushback).toEqual([]);
  });
});

describe("toServiceError", () => {
  it("says when to come back by its policy, and nothing without one", async () => {
    const answering = (options: { policy?: ErrorPolicy }) =>
      toldUnguarded((_call, callback) => callback(toServiceError(overloaded(), options)));
    expect((await answering({ policy })).pushback).toEqual(["701"]);
    expect((await answering({ policy: {} })).pushback).toEqual([]);
    expect((await answering({})).pushback).toEqual([]);
  });
});
