import { pipeline as pipelineWithCallback, Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { SECRET } from "../../fixtures/failures.js";
import { KINDS } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import type { AnyCall, Handler, Kind } from "./ways.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./with-guarded.js";

const WRITTEN: readonly Kind[] = ["serverStream", "bidi"];

/** Two messages and an error. */
async function* failing(thrown: unknown) {
  yield {};
  yield {};
  throw thrown;
}

const writable = (call: AnyCall) => call as unknown as Writable;

interface Idiom {
  readonly kinds?: readonly Kind[];
  /** How many messages arrive before the failure. */
  readonly messages: number;
  handler(thrown: Error): Handler;
}

/** What handlers of streams do with Node's streams and events, each failing with `thrown`. */
const FAILING: Readonly<Record<string, Idiom>> = {
  "a pipeline that is awaited": {
    messages: 2,
    // It destroys the call with the error, and rejects with it.
    handler: (thrown) => (call) => pipeline(Readable.from(failing(thrown)), writable(call)),
  },
  "a pipeline with a callback": {
    messages: 2,
    handler: (thrown) => (call) => {
      pipelineWithCallback(Readable.from(failing(thrown)), writable(call), () => {});
    },
  },
  "a pipe whose source destroys the call": {
    messages: 2,
    handler: (thrown) => (call) => {
      const source = Readable.from(failing(thrown));
      source.on("error", (error) => call.destroy(error));
      source.pipe(writable(call));
    },
  },
  "a throw behind many messages": {
    messages: 300,
    handler: (thrown) => async (call) => {
      for (let at = 0; at < 300; at++) call.write({ book: { title: "x".repeat(2_000) } });
      throw thrown;
    },
  },
  "a throw of a call whose listeners were all removed": {
    messages: 0,
    kinds: KINDS,
    handler: (thrown) => async (call) => {
      call.removeAllListeners();
      throw thrown;
    },
  },
  "a late throw of a call whose error listeners were removed": {
    messages: 1,
    handler: (thrown) => async (call) => {
      call.removeAllListeners("error");
      call.write({});
      await sleep(5);
      throw thrown;
    },
  },
  "a throw in a turn of its own": {
    messages: 0,
    kinds: KINDS,
    handler: (thrown) => (call, _callback) => {
      process.nextTick(() => call.emit("error", thrown));
    },
  },
};

const failures = Object.entries(FAILING).map(([name, idiom]) => ({ name, ...idiom }));

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(failures)(
    "answers and reports once: $name",
    async ({ kinds = WRITTEN, messages, handler }) => {
      const thrown = new Error(SECRET);
      const handlers = handlersFor(kinds, handler(thrown));
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
        for (const { kind, answer } of calls) {
          expect(await answer, kind).toMatchObject({
            error: { code: status.INTERNAL, details: "internal error" },
            messages: Array.from({ length: messages }, () => expect.anything()),
          });
        }
        await expectUsable(guarded);
        for (const kind of kinds) {
          const reported = guarded.of(kind).map(({ error, context }) => ({
            isOriginal: error === thrown,
            warning: context.warning,
          }));
          expect(reported, kind).toEqual([{ isOriginal: true, warning: undefined }]);
        }
      });
    },
  );

  it("delivers all of a pipeline that succeeds, and reports nothing", async () => {
    const handlers = handlersFor(WRITTEN, (call) =>
      pipeline(Readable.from([{}, {}, {}]), writable(call)),
    );
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toEqual({ messages: Array.from({ length: 3 }, () => expect.anything()) });
        expect(guarded.of(kind)).toEqual([]);
      }
    });
  });

  it("answers where Node refuses what is written", async () => {
    const handlers = handlersFor(WRITTEN, (call) => call.write(null as unknown as object));
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.INTERNAL } });
        expect(guarded.of(kind)).toMatchObject([{ error: { code: "ERR_STREAM_NULL_VALUES" } }]);
      }
      await expectUsable(guarded);
    });
  });

  it("lets a success stand that is written to after its end, and warns", async () => {
    const handlers = handlersFor(WRITTEN, (call) => {
      call.write({});
      call.end();
      call.write({});
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toEqual({ messages: [expect.anything()] });
        expect(guarded.of(kind)).toMatchObject([{ context: { warning: "answered-twice" } }]);
      }
      await expectUsable(guarded);
    });
  });

  it("lets a failure through that comes after the end, while messages wait", async () => {
    const handlers = handlersFor(WRITTEN, async (call) => {
      try {
        call.write({});
        throw new RpcError("ABORTED", "the shelf moved");
      } finally {
        call.end();
      }
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({
          error: { code: status.ABORTED, details: "the shelf moved" },
          messages: [expect.anything()],
        });
        expect(guarded.of(kind)).toEqual([]);
      }
      await expectUsable(guarded);
    });
  });

  it("lets an RpcError stand that a stream was destroyed with, and warns of what follows", async () => {
    const handlers = handlersFor(WRITTEN, async (call) => {
      call.destroy(new RpcError("ABORTED", "the shelf moved"));
      throw new Error(SECRET);
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.ABORTED } });
        expect(guarded.of(kind)).toMatchObject([{ context: { warning: "answered-twice" } }]);
      }
      await expectUsable(guarded);
    });
  });

  it("gives a handler's own listeners the error itself", async () => {
    const thrown = new Error(SECRET);
    const heard: unknown[] = [];
    const handlers = handlersFor(WRITTEN, (call) => {
      call.on("error", (error: unknown) => {
        heard.push(error);
        call.destroy(error as Error);
      });
      call.emit("error", thrown);
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.INTERNAL } });
        expect(guarded.of(kind).map(({ error }) => error)).toEqual([thrown]);
      }
      expect(heard).toEqual(WRITTEN.map(() => thrown));
    });
  });

  it("lets a failure stand that is written to and ended after it", async () => {
    const thrown = new Error(SECRET);
    const handlers = handlersFor(WRITTEN, (call) => {
      call.emit("error", thrown);
      call.write({});
      call.end();
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.INTERNAL }, messages: [] });
        expect(guarded.of(kind)[0]?.error).toBe(thrown);
      }
      await expectUsable(guarded);
    });
  });

  it("answers where a handler's own error listener throws", async () => {
    const thrown = new Error(SECRET);
    const handlers = handlersFor(WRITTEN, async (call) => {
      call.on("error", () => {
        throw new Error(`${SECRET} again`);
      });
      throw thrown;
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.INTERNAL } });
        expect(guarded.of(kind)[0]?.error).toBe(thrown);
      }
      await expectUsable(guarded);
    });
  });

  it("answers an error event without an error", async () => {
    const handlers = handlersFor(KINDS, (call, _callback) => {
      call.emit("error");
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      const calls = KINDS.map((kind) => guarded.start(kind).answer);
      for (const answer of await Promise.all(calls))
        expect(answer).toMatchObject({ error: { code: status.INTERNAL } });
      await expectUsable(guarded);
    });
  });
});
