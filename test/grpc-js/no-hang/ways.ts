import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { KINDS } from "../library-server.js";

export type Kind = (typeof KINDS)[number];

/** The call objects of four kinds as handlers of the tests use them. */
export interface AnyCall extends NodeJS.EventEmitter, AsyncIterable<unknown> {
  write(message: object): void;
  end(trailers?: unknown): void;
  destroy(error?: unknown): void;
  resume(): this;
  sendMetadata(metadata: unknown): void;
}

export type Callback = (error: unknown, value?: unknown, trailers?: unknown) => void;

export type Handler = (call: AnyCall, callback: Callback) => unknown;

/** One way in which a handler fails with `thrown`. */
export interface Way {
  readonly kinds: readonly Kind[];
  handler(thrown: unknown): Handler;
}

/** How late the late ones are. */
export const LATER_MS = 5;
const CALLED_BACK: readonly Kind[] = ["unary", "clientStream"];
const WRITTEN: readonly Kind[] = ["serverStream", "bidi"];

/** Whether calls of this kind have a single answer, which is called back. */
export function isCalledBack(kind: Kind): boolean {
  return CALLED_BACK.includes(kind);
}

/** Every way to fail once. A handler that declares the callback may still use it when it has returned. */
export const WAYS: Readonly<Record<string, Way>> = {
  "a synchronous throw": {
    kinds: KINDS,
    handler: (thrown) => () => {
      throw thrown;
    },
  },
  "a rejection": {
    kinds: KINDS,
    handler: (thrown) => async () => {
      throw thrown;
    },
  },
  "a late rejection": {
    kinds: KINDS,
    handler: (thrown) => async () => {
      await sleep(LATER_MS);
      throw thrown;
    },
  },
  "a callback": {
    kinds: CALLED_BACK,
    handler: (thrown) => (_call, callback) => callback(thrown),
  },
  "a late callback": {
    kinds: CALLED_BACK,
    handler: (thrown) => (_call, callback) => {
      setTimeout(() => callback(thrown), LATER_MS);
    },
  },
  "an emitted error": {
    kinds: KINDS,
    handler: (thrown) => (call, _callback) => {
      call.emit("error", thrown);
    },
  },
  "a late emitted error": {
    kinds: KINDS,
    handler: (thrown) => (call, _callback) => {
      setTimeout(() => call.emit("error", thrown), LATER_MS);
    },
  },
  "destroy with an error": {
    kinds: KINDS,
    handler: (thrown) => (call, _callback) => {
      call.destroy(thrown);
    },
  },
  "a late destroy with an error": {
    kinds: KINDS,
    handler: (thrown) => (call, _callback) => {
      setTimeout(() => call.destroy(thrown), LATER_MS);
    },
  },
  "a rejection after a message": {
    kinds: WRITTEN,
    handler: (thrown) => async (call) => {
      call.write({});
      throw thrown;
    },
  },
  "a late emitted error after a message": {
    kinds: WRITTEN,
    handler: (thrown) => (call) => {
      call.write({});
      setTimeout(() => call.emit("error", thrown), LATER_MS);
    },
  },
};

/** Handlers that succeed, once they have the whole request. */
export const SUCCEEDS: Readonly<Record<Kind, Handler>> = {
  unary: (_call, callback) => callback(null, {}),
  clientStream: async (call, callback) => {
    await once(call.resume(), "end");
    callback(null, {});
  },
  serverStream: (call) => writeOne(call),
  bidi: async (call) => {
    await once(call.resume(), "end");
    writeOne(call);
  },
};

/** Sends one message and ends the stream. */
export function writeOne(call: AnyCall): void {
  call.write({});
  call.end();
}

/** The kinds of call in which this fails: calling back or destroying without an error does not. */
export function kindsThatFail(
  wayName: string,
  { kinds }: Pick<Way, "kinds">,
  failureName: string,
): readonly Kind[] {
  const needsError = /callback|destroy/.test(wayName);
  return needsError && failureName === "null" ? [] : kinds;
}
