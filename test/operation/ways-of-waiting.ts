import { RpcError } from "../../src/entry/index.js";
import {
  ABORTED,
  abortBefore,
  abortInHang,
  abortInPause,
  BROKEN,
  boom,
  CANCELLED,
  DONE,
  FAILED,
  FAILING,
  NOT_FETCHED,
  refuse,
  settlingTwice,
  TIMED_OUT,
  unauthenticated,
  unavailable,
  unimplemented,
  type WayToEnd,
} from "./way-to-end.js";

/** Longer than any waiting here. */
const LONG_PAUSES = { initialMs: 800_000, maxMs: 800_000 };

/** Every way in which `waitForOperation` can end, by what ends it. */
export const WAYS_OF_WAITING: Readonly<Record<string, WayToEnd>> = {
  "success at first sight": { ends: "over", run: (w) => w.wait({}, w.operation(DONE)) },
  "failure at first sight": { ends: FAILED, run: (w) => w.wait({}, w.operation(BROKEN)) },
  "success at the first poll": { ends: "over", run: (w) => w.wait({ get: w.answers(DONE) }) },
  "success after polls": {
    ends: "over",
    run: (w) => w.wait({ get: w.answers({}, {}, DONE) }, w.operation()),
  },
  "success, each change of which was told": {
    ends: "over",
    run: (w) => w.wait({ get: w.answers({}, FAILING, DONE), onProgress: async () => {} }),
  },
  "success after polls that failed": {
    ends: "over",
    run(w) {
      const later = w.answers(DONE);
      let polls = 0;
      return w.wait({ get: () => (++polls < 3 ? unavailable() : later()) });
    },
  },
  "success, though onRetry rejects": {
    ends: "over",
    run(w) {
      const later = w.answers(DONE);
      let polls = 0;
      return w.wait({ get: () => (++polls < 3 ? unavailable() : later()), onRetry: refuse });
    },
  },
  "success, though onRetry never ends": {
    ends: "over",
    run(w) {
      const later = w.answers(DONE);
      let polls = 0;
      return w.wait({ get: () => (++polls < 3 ? unavailable() : later()), onRetry: w.hang });
    },
  },
  "success after a poll that never answered": {
    ends: "over",
    run(w) {
      const later = w.answers(DONE);
      let polls = 0;
      return w.wait({ get: () => (++polls < 2 ? w.hang() : later()), pollTimeoutMs: 10 });
    },
  },
  "a failure": { ends: FAILED, run: (w) => w.wait({ get: w.answers({}, BROKEN) }) },
  "a cancellation": { ends: FAILED, run: (w) => w.wait({ get: w.answers({}, CANCELLED) }) },
  "the beginning of a rollback": {
    ends: FAILED,
    run: (w) => w.wait({ failFast: true, get: w.answers(FAILING) }),
  },

  "a poll that is refused": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: () => Promise.reject(new RpcError("PERMISSION_DENIED", "no")) }),
  },
  "a get that throws": { ends: NOT_FETCHED, run: (w) => w.wait({ get: boom }) },
  "too many polls that fail": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: unavailable, maxPollFailures: 3 }),
  },
  "too many polls that never answer": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ pollTimeoutMs: 10, maxPollFailures: 3 }),
  },
  "an answer that is no operation": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: async () => ({ title: "The Odyssey" }) }),
  },
  "a thenable that resolves, then rejects": {
    ends: "over",
    run: (w) => w.wait({ get: () => settlingTwice(w.operation(DONE)) }),
  },
  "a thenable that rejects, then resolves": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: () => settlingTwice(w.operation(DONE), new Error("no")) }),
  },
  "credentials that nobody renews": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: unauthenticated }),
  },
  "new credentials that are refused, too": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: unauthenticated, refreshCredentials: async () => {} }),
  },
  "a refreshCredentials that throws": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: unauthenticated, refreshCredentials: boom }),
  },
  "a refreshCredentials that rejects": {
    ends: NOT_FETCHED,
    run: (w) => w.wait({ get: unauthenticated, refreshCredentials: refuse }),
  },
  "an onProgress that throws": {
    ends: "RangeError",
    run: (w) => w.wait({ get: w.answers({}), onProgress: boom }),
  },
  "an onProgress that rejects": {
    ends: "RangeError",
    run: (w) => w.wait({ get: w.answers({}), onProgress: refuse }),
  },

  "the end of its time in a pause": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 15, backoff: LONG_PAUSES, get: w.answers({}) }),
  },
  "the end of its time in a poll": { ends: TIMED_OUT, run: (w) => w.wait({ timeoutMs: 15 }) },
  "the end of its time among polls that fail": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 30, get: unavailable, maxPollFailures: 1_000 }),
  },
  "the end of its time in a refresh": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 15, get: unauthenticated, refreshCredentials: w.hang }),
  },
  "the end of its time in onProgress": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 15, get: w.answers({}), onProgress: w.hang }),
  },
  "the end of its time before anything": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 0 }),
  },

  "an abort in a pause": {
    ends: ABORTED,
    run: (w) => abortInPause(w).wait({ get: w.answers({}) }),
  },
  "an abort in a pause after a poll that failed": {
    ends: ABORTED,
    run: (w) => abortInPause(w).wait({ get: unavailable }),
  },
  "an abort in a pause of a rollback": {
    ends: ABORTED,
    run: (w) => abortInPause(w).wait({ get: w.answers(FAILING) }),
  },
  "an abort in a poll": { ends: ABORTED, run: (w) => abortInHang(w).wait({}) },
  "an abort in a poll that has no less time than the whole": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ timeoutMs: 1_000 }),
  },
  "an abort in a refresh": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ get: unauthenticated, refreshCredentials: w.hang }),
  },
  "an abort in onProgress": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ get: w.answers({}), onProgress: w.hang }),
  },
  "an abort before": {
    ends: ABORTED,
    run: (w) => abortBefore(w).wait({ get: w.answers(DONE) }, w.operation()),
  },
  "success at first sight, aborted before": {
    ends: "over",
    run: (w) => abortBefore(w).wait({}, w.operation(DONE)),
  },

  "success of a server that cannot wait": {
    ends: "over",
    run: (w) => w.wait({ source: { get: w.answers(DONE), wait: unimplemented } }),
  },
  "an abort while the server waits": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ source: { get: boom, wait: w.hang } }),
  },
  "the end of its time while the server waits": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 15, source: { get: boom, wait: w.hang } }),
  },
  "a server that waits too long, too often": {
    ends: NOT_FETCHED,
    run(w) {
      const source = { get: boom, wait: w.hang };
      return w.wait({ source, pollTimeoutMs: 10, maxPollFailures: 2 });
    },
    isSlow: true,
  },

  "an abort, and a cancel that succeeds": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ cancelOnAbort: true, cancel: w.answers({}) }),
  },
  "an abort, and a cancel that throws": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ cancelOnAbort: true, cancel: boom }),
  },
  "an abort, and a cancel that rejects": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ cancelOnAbort: true, cancel: refuse }),
  },
  "an abort, and a cancel that never answers": {
    ends: ABORTED,
    run: (w) => abortInHang(w).wait({ cancelOnAbort: true, cancel: w.hang }),
    isSlow: true,
  },
  "an abort before, and a cancel that never answers": {
    ends: ABORTED,
    run: (w) => abortBefore(w).wait({ cancelOnAbort: true, cancel: w.hang }),
    isSlow: true,
  },
  "the end of its time, and a cancel that rejects": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 15, cancelOnAbort: true, cancel: refuse }),
  },
  "the end of its time, and a cancel that never answers": {
    ends: TIMED_OUT,
    run: (w) => w.wait({ timeoutMs: 15, cancelOnAbort: true, cancel: w.hang }),
    isSlow: true,
  },
};
