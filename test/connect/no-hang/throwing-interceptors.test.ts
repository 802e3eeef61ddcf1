import type { Interceptor } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { throwing } from "../../fixtures/hostile-values.js";
import { kindsOn, type LibraryImpl, WIRES } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { type Kind, withRecordedLibrary } from "./recorded-library.js";

const STREAMED: readonly Kind[] = ["serverStream", "bidi"];

/** Each place in which an interceptor can throw, and the kinds of call that come by. */
const HOOKS: Readonly<Record<string, { kinds?: readonly Kind[]; interceptor: Interceptor }>> = {
  "when it is made": { interceptor: throwing },
  "before the call": { interceptor: () => throwing },
  "before the call, with a promise": { interceptor: () => async () => throwing() },
  "after the call": {
    interceptor: (next) => async (request) => {
      await next(request);
      return throwing();
    },
  },
  "among the messages": {
    kinds: STREAMED,
    interceptor: (next) => async (request) => {
      const response = await next(request);
      if (!response.stream) return response;
      const { message } = response;
      async function* broken() {
        for await (const each of message) {
          yield each;
          throwing();
        }
      }
      return { ...response, message: broken() };
    },
  },
  "among the requests": {
    kinds: ["clientStream", "bidi"],
    interceptor: (next) => (request) => {
      if (!request.stream) return next(request);
      const { message } = request;
      async function* broken() {
        for await (const each of message) {
          yield each;
          throwing();
        }
      }
      return next({ ...request, message: broken() });
    },
  },
};

/** Where the throwing interceptor stands to ours. */
const ORDERS: Readonly<Record<string, (ours: Interceptor, theirs: Interceptor) => Interceptor[]>> =
  {
    "behind ours": (ours, theirs) => [ours, theirs],
    "in front of ours": (ours, theirs) => [theirs, ours],
  };

const succeeds: LibraryImpl = {
  getBook: () => ({}),
  async importBooks(requests) {
    for await (const _request of requests);
    return {};
  },
  async *listBooks() {
    yield {};
  },
  async *reserveBooks(requests) {
    for await (const _request of requests) yield {};
  },
};

const cases = WIRES.flatMap((wire) =>
  Object.entries(ORDERS).flatMap(([order, arrange]) =>
    Object.entries(HOOKS).map(([hook, { kinds, interceptor }]) => ({
      wire,
      order,
      arrange,
      hook,
      interceptor,
      kinds: kindsOn(wire).filter((kind) => kinds?.includes(kind) ?? true),
    })),
  ),
);

/** Throws as `theirs` does, but not in the method that tells whether the channel lives. */
function sparing(theirs: Interceptor): Interceptor {
  return (next) => (request) =>
    request.method.name === "CreateShelf" ? next(request) : theirs(next)(request);
}

expectNoEscapes();

describe("serverInterceptor", () => {
  it.each(cases)(
    "answers over $wire when an interceptor $order throws $hook",
    async ({ wire, kinds, interceptor, arrange }) => {
      const interceptors = (ours: Interceptor) => arrange(ours, sparing(interceptor));
      const options = { wire, implementation: succeeds, interceptors };
      await withRecordedLibrary(options, async (library) => {
        const calls = kinds.map((kind) => ({ kind, answer: library.call(kind) }));
        for (const { kind, answer } of calls) {
          expect(await answer, kind).toHaveProperty("error.code", 13);
        }
        await expectUsable(library, wire);
      });
    },
  );
});
