import { Metadata, type sendUnaryData } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { guard } from "../../src/entry/grpc-js.js";
import { RpcError } from "../../src/entry/index.js";
import { serviceErrorFrom } from "../fixtures/real-service-error.js";
import { NO_ANSWER, withinASecond } from "../fixtures/within-a-second.js";
import { type LibraryCalls, type Outcome, withLibrary } from "../grpc-js/library-server.js";
import { HEARS_NOTHING } from "./hears-nothing.js";
import { byHand, huge, missing } from "./rich-error.js";

type Callback = sendUnaryData<object>;
type Handler = (call: unknown, callback: Callback) => unknown;

const calledOnce = (calls: LibraryCalls) => calls.unary();
const silent = { onError: () => {} };

/** What a client gets of one handler, from grpc-js alone and with guard. */
async function both(getBook: Handler): Promise<{ alone: Outcome; guarded: Outcome }> {
  const implementation = { getBook } as never;
  return {
    alone: await withLibrary(implementation, calledOnce),
    guarded: await withLibrary(guard(implementation, silent), calledOnce),
  };
}

function seen(outcome: Outcome | typeof NO_ANSWER): unknown[] {
  const { codeName, message, reason } = RpcError.from((outcome as Outcome).error);
  return [codeName, message, reason];
}

const whole = ["NOT_FOUND", "book 42 does not exist", "BOOK_MISSING"];
const neutral = ["INTERNAL", "internal error", undefined];

describe("a server of grpc-js alone", () => {
  it("sends details that were encoded by hand", async () => {
    const { alone } = await both((_, callback) => callback(byHand(missing())));
    expect(seen(alone)).toEqual(whole);
  });

  it("answers with the text of any Error, which guard keeps inside", async () => {
    const { alone, guarded } = await both((_, callback) => callback(new Error("password=hunter2")));
    expect(seen(alone)).toEqual(["UNKNOWN", "password=hunter2", undefined]);
    expect(seen(guarded)).toEqual(neutral);
    expect(RpcError.from(guarded.error).requestIds).toHaveLength(1);
  });

  it("passes on text and trailers of another service, which guard keeps inside", async () => {
    const metadata = new Metadata();
    metadata.set("x-internal-host", "db-7.internal");
    const upstream = await serviceErrorFrom((_, callback) =>
      callback({ code: 5, details: "no table secrets/master-key", metadata }),
    );
    const { alone, guarded } = await both((_, callback) => callback(upstream));
    expect(seen(alone)).toEqual(["NOT_FOUND", "no table secrets/master-key", undefined]);
    expect(alone.error?.metadata.get("x-internal-host")).toEqual(["db-7.internal"]);
    expect(seen(guarded)).toEqual(neutral);
    expect(guarded.error?.metadata.get("x-internal-host")).toEqual([]);
  });

  it("answers UNKNOWN for a handler that throws, where guard sends the error", async () => {
    const { alone, guarded } = await both(() => {
      throw missing();
    });
    expect(seen(alone)).toEqual(["UNKNOWN", "Unknown error", undefined]);
    expect(seen(guarded)).toEqual(whole);
  });

  it("does not answer for a stream that was destroyed, where guard does", async () => {
    const listBooks = (call: { destroy(error: unknown): void }) => call.destroy(missing());
    const use = (calls: LibraryCalls) => withinASecond(calls.serverStream());
    expect(await withLibrary({ listBooks } as never, use)).toBe(NO_ANSWER);
    expect(seen(await withLibrary(guard({ listBooks } as never), use))).toEqual(whole);
  });
});

describe("130 kB of details", () => {
  /** Calls twice on one channel: the first call fails, the second succeeds. */
  const twice = async (calls: LibraryCalls) => [
    await withinASecond(calls.unary()),
    await withinASecond(calls.unary()),
  ];

  it.runIf(HEARS_NOTHING)("silence a channel of grpc-js for good, without guard", async () => {
    const answers: Handler[] = [
      (_, callback) => callback(byHand(huge())),
      (_, callback) => callback(null, {}),
    ];
    const getBook: Handler = (call, callback) => answers.shift()?.(call, callback);
    expect(await withLibrary({ getBook } as never, twice)).toEqual([NO_ANSWER, NO_ANSWER]);
    // The second call did not even reach the server.
    expect(answers).toHaveLength(1);
  });

  it.skipIf(HEARS_NOTHING)("arrive as INTERNAL, with nothing of them, without guard", async () => {
    const getBook: Handler = (_, callback) => callback(byHand(huge()));
    const { error } = await withLibrary({ getBook } as never, (calls) => calls.unary());
    expect(error).toMatchObject({ code: 13, metadata: {} });
    expect(RpcError.from(error).details).toEqual([]);
  });

  it("are cut to what fits, with guard", async () => {
    const errors = [huge()];
    const getBook = async () => {
      for (const error of errors.splice(0)) throw error;
      return {};
    };
    const [first, second] = await withLibrary(guard({ getBook } as never), twice);
    const error = RpcError.from((first as Outcome).error);
    expect([error.codeName, error.message]).toEqual(["INVALID_ARGUMENT", huge().message]);
    expect(error.fieldViolations.length).toBeGreaterThan(10);
    expect(second).toEqual({ messages: [expect.anything()] });
  });
});
