import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { withLibrary } from "../../demo/scenes/operations/library-operations.js";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { OperationFailedError, waitForOperation } from "../../src/entry/operation.js";
import type { Clock } from "../../src/entry/retry.js";
import { caught } from "../operation/scripted-source.js";
import { answersOf, isGone, SERVERS } from "./operation-servers.js";

const SPEED = 5;

/** The real time, but faster: it takes no five seconds to wait for five. */
const hurried: Clock = {
  now: () => performance.now() * SPEED,
  sleep: (ms, signal) =>
    pause(ms / SPEED, undefined, { signal }).catch(() => {
      throw signal.reason;
    }),
};

describe("CreateShelf of a shelf that is too large", () => {
  it("fails with all details, whatever happens to the polls", () =>
    SERVERS["grpc-js"]?.(({ address, source, polls }) =>
      withLibrary(address, async ({ createShelf }) => {
        const error = await caught(
          waitForOperation(await createShelf("Poetry", 5_000), {
            source,
            method: LibraryService.method.createShelf,
            clock: hurried,
            maxPollFailures: 1_000,
            timeoutMs: 60_000,
            backoff: { initialMs: 200, maxMs: 400 },
          }),
        );
        expect(error).toBeInstanceOf(OperationFailedError);
        expect(error).toMatchObject({
          codeName: "FAILED_PRECONDITION",
          reason: "SHELF_TOO_LARGE",
          requestIds: expect.arrayContaining(["op-5c1f"]),
          resourceIds: { shelfId: "shelf-1" },
        });
        expect(polls.some(isGone)).toBe(true);
        expect(answersOf(polls)).toEqual([
          "NOT_FOUND",
          "NOT_FOUND",
          "running",
          "RESOURCE_EXHAUSTED",
          "running",
          "failing",
          "failing",
          "failed",
        ]);
      }),
    ));
});
