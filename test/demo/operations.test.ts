import { describe, expect, it } from "vitest";
import type { Step } from "../../demo/cloud/operations/step.js";
import { ShelfSchema } from "../../gen/example/library/v1/library_pb.js";
import { Code, ResourceInfoSchema, RpcError } from "../../src/entry/index.js";
import {
  OperationFailedError,
  OperationTimeoutError,
  waitForOperation,
} from "../../src/entry/operation.js";
import { caught } from "../operation/scripted-source.js";
import { pollContext } from "../operation/sources/poll-context.js";
import { answersOf, isGone, SERVERS } from "./operation-servers.js";

/** Pauses that only a service can shorten. */
const PATIENT = { backoff: { initialMs: 60_000 }, timeoutMs: 10_000 };
const QUICK = { backoff: { initialMs: 20, maxMs: 60 }, maxPollFailures: 1_000, timeoutMs: 10_000 };

const running: Step = { kind: "running" };
const succeeded: Step = { kind: "succeeded" };
const poetry = { topic: "Poetry", capacity: 300 };

describe.each(Object.entries(SERVERS))("an operation of the demo over %s", (_, withServer) => {
  it("is not found at first, which the details say as well", () =>
    withServer(async ({ operations, source }) => {
      const { id } = operations.createShelf(poetry);
      const error = RpcError.from(
        await caught(Promise.resolve(source.get(id, pollContext().context))),
      );
      expect(error).toMatchObject({ code: Code.NOT_FOUND, reason: "OPERATION_MISSING" });
      expect(error.find(ResourceInfoSchema)?.resourceName).toBe(id);
    }));

  it("gives its shelf once all replicas know it", () =>
    withServer(async ({ operations, source, polls }) => {
      const { id } = operations.createShelf(poetry);
      const shelf = await waitForOperation(id, { source, ...QUICK, response: ShelfSchema });
      expect(shelf).toMatchObject(poetry);
      expect(answersOf(polls)).toEqual(["NOT_FOUND", "running", "running", "succeeded"]);
    }));

  it("has an error before its rollback is over", () =>
    withServer(async ({ operations, source, polls }) => {
      const { id } = operations.createShelf({ topic: "Maps", capacity: 2_000 });
      const error = await caught(waitForOperation(id, { source, ...QUICK }));
      expect(error).toBeInstanceOf(OperationFailedError);
      expect(error).toMatchObject({ code: Code.FAILED_PRECONDITION, reason: "SHELF_TOO_LARGE" });
      expect(answersOf(polls)).toEqual(["NOT_FOUND", "running", "failing", "failing", "failed"]);
    }));

  it("is polled again after the interval that its service names", () =>
    withServer(async ({ operations, source, polls }) => {
      const { id } = operations.createShelf(poetry, [{ ...running, pollIntervalS: 0 }, succeeded]);
      await waitForOperation(id, { source, ...PATIENT });
      expect(polls.map(({ interval }) => interval)).toEqual(["0", undefined]);
    }));

  it("is polled again when the throttle is over", () =>
    withServer(async ({ operations, source, polls }) => {
      const { id } = operations.createShelf(poetry, [
        { kind: "throttled", retryMs: 50 },
        succeeded,
      ]);
      await waitForOperation(id, { source, ...PATIENT });
      expect(answersOf(polls)).toEqual(["RESOURCE_EXHAUSTED", "succeeded"]);
      expect(polls[0]?.answer).toMatchObject({ retryDelayMs: 50, reason: "POLL_RATE" });
    }));

  it("outlives its server, which returns on the same port", () =>
    withServer(async ({ operations, source, polls }) => {
      const { id } = operations.createShelf(poetry, [
        running,
        { kind: "crash" },
        running,
        succeeded,
      ]);
      const other = operations.createShelf(poetry, [running, succeeded]);
      await waitForOperation(id, { source, ...QUICK });
      expect(polls.some(isGone)).toBe(true);
      expect(answersOf(polls)).toEqual(["running", "running", "succeeded"]);
      await waitForOperation(other.id, { source, ...QUICK });
    }));

  it("ends with CANCELLED when it is cancelled", () =>
    withServer(async ({ operations, source }) => {
      const { id } = operations.createShelf({ topic: "Drafts", capacity: 0 });
      const options = { source, ...QUICK };
      const stopped = await caught(
        waitForOperation(id, { ...options, timeoutMs: 100, cancelOnAbort: true }),
      );
      expect(stopped).toBeInstanceOf(OperationTimeoutError);
      expect(stopped).toMatchObject({ cancelRequested: true });
      const error = await caught(waitForOperation(id, options));
      expect(error).toBeInstanceOf(OperationFailedError);
      expect(error).toMatchObject({ cancelled: true, reason: "OPERATION_CANCELLED" });
    }));

  it("stays as it ended when it is cancelled too late", () =>
    withServer(async ({ operations, source, polls }) => {
      const { id } = operations.createShelf(poetry, [succeeded]);
      await waitForOperation(id, { source, ...QUICK });
      await source.cancel?.(id, pollContext().context);
      await waitForOperation(id, { source, ...QUICK });
      expect(answersOf(polls)).toEqual(["succeeded", "succeeded"]);
    }));
});
