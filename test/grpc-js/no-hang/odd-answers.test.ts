import { type MethodDefinition, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { SECRET } from "../../fixtures/failures.js";
import { KINDS } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { service } from "./recorded-library.js";
import type { AnyCall, Callback, Handler, Kind } from "./ways.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./with-guarded.js";

const SINGLE = ["unary", "clientStream"] as const;
const WRITTEN = ["serverStream", "bidi"] as const;

/** Handlers with a single answer that give none. */
const NO_RESPONSE: Readonly<Record<string, Handler>> = {
  "resolves with undefined": async () => undefined,
  "resolves with null": async () => null,
  "returns null": () => null,
  "calls back without a response": (_call, callback) => callback(null),
  "calls back without anything": (_call, callback) => callback(undefined),
  "calls back with null": (_call, callback) => callback(null, null),
  "resolves with undefined although it could call back late": async (_call, callback) => {
    setTimeout(() => callback(null, {}), 5);
  },
};

/** Fails to serialize a response that says so, as generated code does with a wrong field. */
const pickyService = Object.fromEntries(
  Object.entries(service).map(([name, method]) => [name, { ...method, ...picky(method) }]),
);

function picky({ responseSerialize }: MethodDefinition<unknown, unknown>) {
  return {
    responseSerialize: (response: unknown) => {
      if ((response as { broken?: boolean }).broken) throw new TypeError("title must be a string");
      return responseSerialize(response);
    },
  };
}

/** Handlers whose response does not serialize, for each kind. */
const UNSERIALIZABLE: Readonly<Record<string, readonly [readonly Kind[], Handler]>> = {
  "a response that is called back": [SINGLE, (_call, callback) => callback(null, { broken: true })],
  "a response that is returned": [SINGLE, async () => ({ broken: true })],
  "a message of a stream": [
    WRITTEN,
    (call) => {
      call.write({ broken: true });
      call.end();
    },
  ],
  "a later message of a stream": [
    WRITTEN,
    async (call) => {
      call.write({});
      call.write({ broken: true });
      call.end();
    },
  ],
  "a message of a stream that is written once more": [
    WRITTEN,
    async (call) => {
      call.write({ broken: true });
      await new Promise((resolve) => setImmediate(resolve));
      call.write({});
      throw new Error(SECRET);
    },
  ],
};

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  const answered = Object.entries(NO_RESPONSE).filter(([name]) => !name.includes("late"));

  it.each(answered)("answers INTERNAL where a handler %s", async (_name, handler) => {
    const handlers = handlersFor(SINGLE, handler);
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of SINGLE) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.INTERNAL } });
        const said = guarded.of(kind).map(({ error }) => (error as Error).message);
        expect(said).toEqual([expect.stringMatching(/response/)]);
      }
      await expectUsable(guarded);
    });
  });

  it("leaves a handler that may still call back the time to do so", async () => {
    const late = NO_RESPONSE["resolves with undefined although it could call back late"] as Handler;
    await withGuarded({ handlers: handlersFor(SINGLE, late), interceptors }, async (guarded) => {
      for (const kind of SINGLE) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toEqual({ messages: [expect.anything()] });
        expect(guarded.of(kind)).toEqual([]);
      }
    });
  });

  it.each(Object.entries(UNSERIALIZABLE))(
    "answers INTERNAL to %s that does not serialize",
    async (_name, [kinds, handler]) => {
      const options = { handlers: handlersFor(kinds, handler), interceptors };
      await withGuarded({ ...options, service: pickyService }, async (guarded) => {
        for (const kind of kinds) {
          const answer = await guarded.start(kind).answer;
          expect(answer, kind).toMatchObject({ error: { code: status.INTERNAL } });
        }
        await expectUsable(guarded);
      });
    },
  );

  it.each([undefined, null])(
    "answers a stream destroyed with %s before its end",
    async (nothing) => {
      for (const destroys of [
        (call: AnyCall) => call.destroy(nothing),
        (call: AnyCall) => void setTimeout(() => call.destroy(nothing), 5),
      ]) {
        const handlers = handlersFor(KINDS, (call, _callback) => destroys(call));
        await withGuarded({ handlers, interceptors }, async (guarded) => {
          const calls = KINDS.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
          for (const { kind, answer } of calls) {
            expect(await answer, kind).toMatchObject({ error: { code: status.INTERNAL } });
            const said = guarded.of(kind).map(({ error }) => (error as Error).message);
            expect(said, kind).toEqual([expect.stringMatching(/destroyed/)]);
          }
          await expectUsable(guarded);
        });
      }
    },
  );

  it("answers a handler that returns no promise but something like one", async () => {
    const thenables: Readonly<Record<string, unknown>> = {
      "one that rejects": {
        // biome-ignore lint/suspicious/noThenProperty: what is tested
        then: (_resolve: unknown, reject: (error: unknown) => void) => reject(new Error(SECRET)),
      },
      "one that throws": {
        // biome-ignore lint/suspicious/noThenProperty: what is tested
        then() {
          throw new Error(SECRET);
        },
      },
      "one whose then cannot be read": {
        // biome-ignore lint/suspicious/noThenProperty: what is tested
        get then() {
          throw new Error(SECRET);
        },
      },
      "one that rejects and then throws": {
        // biome-ignore lint/suspicious/noThenProperty: what is tested
        then(_resolve: unknown, reject: (error: unknown) => void) {
          reject(new RpcError("NOT_FOUND", "no such book"));
          throw new Error(SECRET);
        },
      },
    };
    for (const [name, thenable] of Object.entries(thenables)) {
      const handlers = handlersFor(KINDS, () => thenable);
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = KINDS.map((kind) => guarded.start(kind).answer);
        for (const answer of await Promise.all(calls)) expect(answer, name).toHaveProperty("error");
        await expectUsable(guarded);
      });
    }
  });

  it("gives handlers of streams no callback, as grpc-js does not", async () => {
    const given = new Map<Kind, number>();
    const handlers = Object.fromEntries(
      WRITTEN.map((kind) => [
        kind,
        (...args: Parameters<Handler>) => {
          given.set(kind, args.length);
          args[0].end();
        },
      ]),
    );
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of WRITTEN) {
        expect(await guarded.start(kind).answer).toEqual({ messages: [] });
        expect(given.get(kind), kind).toBe(1);
      }
    });
  });

  it("answers a callback that is called with something falsy that is no null", async () => {
    for (const falsy of [0, "", false, Number.NaN]) {
      const handlers = handlersFor(SINGLE, (_call, callback: Callback) => callback(falsy));
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        for (const kind of SINGLE) {
          const answer = await guarded.start(kind).answer;
          expect(answer).toMatchObject({ error: { code: status.INTERNAL } });
        }
      });
    }
  });
});
