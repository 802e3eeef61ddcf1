import { setTimeout as sleep } from "node:timers/promises";
import { KINDS, type LibraryImpl } from "../library-server.js";
import type { Kind } from "./recorded-library.js";

/** One way in which handlers fail with `thrown`. */
export interface Way {
  readonly kinds: readonly Kind[];
  implementation(thrown: unknown): LibraryImpl;
}

const LATER_MS = 5;
const STREAMED: readonly Kind[] = ["serverStream", "bidi"];

/** An implementation of all four kinds, of which the streams send what `messages` yields. */
function implement(
  answer: () => Promise<object>,
  messages: () => AsyncIterable<object>,
): LibraryImpl {
  return { getBook: answer, importBooks: answer, listBooks: messages, reserveBooks: messages };
}

/** For ways in which only streams fail. */
const unused = async () => ({});

/** An iterable that is no generator: its parts are used as they are. */
function iterable(iterator: Partial<AsyncIterator<object>>): AsyncIterable<object> {
  const done = async () => ({ done: true, value: undefined }) as const;
  return { [Symbol.asyncIterator]: () => ({ next: done, ...iterator }) };
}

/** Every way to fail. */
export const WAYS: Readonly<Record<string, Way>> = {
  "a synchronous throw": {
    kinds: KINDS,
    implementation: (thrown) => {
      const fail = (): never => {
        throw thrown;
      };
      return implement(fail, fail);
    },
  },
  "a rejection": {
    kinds: KINDS,
    implementation: (thrown) =>
      implement(
        async () => {
          throw thrown;
        },
        // biome-ignore lint/correctness/useYield: fails before its first message
        async function* () {
          throw thrown;
        },
      ),
  },
  "a late rejection": {
    kinds: KINDS,
    implementation: (thrown) =>
      implement(
        async () => {
          await sleep(LATER_MS);
          throw thrown;
        },
        // biome-ignore lint/correctness/useYield: fails before its first message
        async function* () {
          await sleep(LATER_MS);
          throw thrown;
        },
      ),
  },
  "a throw among the requests": {
    kinds: ["clientStream", "bidi"],
    implementation: (thrown) => ({
      async importBooks(requests) {
        for await (const _request of requests) throw thrown;
        return {};
      },
      async *reserveBooks(requests) {
        for await (const _request of requests) {
          throw thrown;
          // biome-ignore lint/correctness/noUnreachable: makes it a generator
          yield {};
        }
      },
    }),
  },
  "a throw after a message": {
    kinds: STREAMED,
    implementation: (thrown) =>
      implement(unused, async function* () {
        yield {};
        throw thrown;
      }),
  },
  "a late throw after a message": {
    kinds: STREAMED,
    implementation: (thrown) =>
      implement(unused, async function* () {
        yield {};
        await sleep(LATER_MS);
        throw thrown;
      }),
  },
  "an iterator that throws": {
    kinds: STREAMED,
    implementation: (thrown) =>
      implement(unused, () =>
        iterable({
          next() {
            throw thrown;
          },
        }),
      ),
  },
  "an iterable that throws": {
    kinds: STREAMED,
    implementation: (thrown) =>
      implement(unused, () => ({
        [Symbol.asyncIterator]() {
          throw thrown;
        },
      })),
  },
};
