import { setTimeout as sleep } from "node:timers/promises";
import { KINDS } from "../library-server.js";
import { type Handler, type Kind, LATER_MS, type Way } from "./ways.js";

const CALLED_BACK: readonly Kind[] = ["unary", "clientStream"];
const WRITTEN: readonly Kind[] = ["serverStream", "bidi"];

/** A way to fail with `thrown` and then to answer again, with `late` where that is an error. */
export interface FailsTwice extends Omit<Way, "handler"> {
  handler(thrown: unknown, late: Error): Handler;
  /** Whether the second answer is `late`. Default: true. */
  readonly isLate?: false;
}

/** Every way to fail and to answer again. */
export const FAILS_FIRST: Readonly<Record<string, FailsTwice>> = {
  "a callback, then a success": {
    kinds: CALLED_BACK,
    isLate: false,
    handler: (thrown) => (_call, callback) => {
      callback(thrown);
      callback(null, {});
    },
  },
  "a callback, then a late callback": {
    kinds: CALLED_BACK,
    handler: (thrown, late) => (_call, callback) => {
      callback(thrown);
      setTimeout(() => callback(late), LATER_MS);
    },
  },
  "a callback, then a throw": {
    kinds: CALLED_BACK,
    handler: (thrown, late) => (_call, callback) => {
      callback(thrown);
      throw late;
    },
  },
  "a callback, then a late rejection": {
    kinds: CALLED_BACK,
    handler: (thrown, late) => async (_call, callback) => {
      callback(thrown);
      await sleep(LATER_MS);
      throw late;
    },
  },
  "a callback and a promise of a response": {
    kinds: CALLED_BACK,
    isLate: false,
    handler: (thrown) => async (_call, callback) => {
      callback(thrown);
      return {};
    },
  },
  "two emitted errors": {
    kinds: KINDS,
    handler: (thrown, late) => (call, _callback) => {
      call.emit("error", thrown);
      call.emit("error", late);
    },
  },
  "an emitted error, then a throw": {
    kinds: KINDS,
    handler: (thrown, late) => (call, _callback) => {
      call.emit("error", thrown);
      throw late;
    },
  },
  "destroy with an error, then a rejection": {
    kinds: KINDS,
    handler: (thrown, late) => async (call, _callback) => {
      call.destroy(thrown);
      throw late;
    },
  },
  "a message and an emitted error, then a late emitted error": {
    kinds: WRITTEN,
    handler: (thrown, late) => (call) => {
      call.write({});
      call.emit("error", thrown);
      setTimeout(() => call.emit("error", late), LATER_MS);
    },
  },
};

/** Every way to succeed and to fail with `thrown` afterwards. */
export const SUCCEEDS_FIRST: Readonly<Record<string, Way>> = {
  "a success, then a callback": {
    kinds: CALLED_BACK,
    handler: (thrown) => (_call, callback) => {
      callback(null, {});
      callback(thrown);
    },
  },
  "a promise of a response, then a late callback": {
    kinds: CALLED_BACK,
    handler: (thrown) => async (_call, callback) => {
      setTimeout(() => callback(thrown), LATER_MS);
      return {};
    },
  },
  "a success, then a throw": {
    kinds: CALLED_BACK,
    handler: (thrown) => (_call, callback) => {
      callback(null, {});
      throw thrown;
    },
  },
  "an end that left, then an emitted error": {
    kinds: WRITTEN,
    handler: (thrown) => (call) => {
      call.end();
      call.emit("error", thrown);
    },
  },
  "an end, then a late rejection": {
    kinds: WRITTEN,
    handler: (thrown) => async (call) => {
      call.end();
      await sleep(LATER_MS);
      throw thrown;
    },
  },
};
