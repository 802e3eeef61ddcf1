import { setTimeout as pause } from "node:timers/promises";
import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { CreateShelfMetadataSchema, ShelfSchema } from "../../gen/example/library/v1/library_pb.js";
import { Code } from "../../src/entry/index.js";
import {
  OperationFailedError,
  type OperationSource,
  OperationTimeoutError,
  waitForOperation,
  watchOperation,
} from "../../src/entry/operation.js";
import { type Answer, CARRIERS, type Carrier, REQUEST_ID } from "./operation-carriers.js";
import { caught } from "./scripted-source.js";

const metadata = anyPack(
  CreateShelfMetadataSchema,
  create(CreateShelfMetadataSchema, { shelfId: "s1" }),
);
const running = { id: "op1", metadata };
const done = {
  ...running,
  done: true,
  result: {
    case: "response" as const,
    value: anyPack(ShelfSchema, create(ShelfSchema, { topic: "Poetry" })),
  },
};
const status = { code: Code.RESOURCE_EXHAUSTED, message: "quota exceeded" };
const error = { case: "error" as const, value: status };
const failing = { ...running, result: error };
const failed = { ...failing, done: true };

const QUICK = { backoff: { initialMs: 20, maxMs: 60 }, maxPollFailures: 1_000, timeoutMs: 15_000 };
const SCHEMAS = { response: ShelfSchema, metadata: CreateShelfMetadataSchema };

/** Serves the answers one after the other, the last for good, for as long as `use` runs. */
async function withAnswers<T>(
  carrier: Carrier,
  answers: ReturnType<Answer>[],
  use: (source: OperationSource) => Promise<T>,
): Promise<T> {
  const left = [...answers];
  const server = await carrier.start(() => (left.length > 1 ? left.shift() : left[0]), 0);
  const { source, close } = carrier.connect(server.port);
  try {
    return await use(source);
  } finally {
    close();
    server.stop();
  }
}

describe.each(Object.entries(CARRIERS))("an operation over %s", (_, carrier) => {
  it("gives its typed response", async () => {
    const shelf = await withAnswers(carrier, [running, running, done], (source) =>
      waitForOperation("op1", { source, ...QUICK, ...SCHEMAS }),
    );
    expect(shelf?.topic).toBe("Poetry");
  });

  it("fails with its error, the request id of the answer and the resources' ids", async () => {
    const thrown = await withAnswers(carrier, [running, failing, failed], (source) =>
      caught(waitForOperation("op1", { source, ...QUICK, ...SCHEMAS })),
    );
    expect(thrown).toBeInstanceOf(OperationFailedError);
    expect(thrown).toMatchObject({
      ...status,
      requestIds: [REQUEST_ID],
      resourceIds: { shelfId: "s1" },
      attempts: 3,
    });
  });

  it("is watched", async () => {
    const states: string[] = [];
    await withAnswers(carrier, [running, running, failing, failed], async (source) => {
      const watch = watchOperation("op1", { source, ...QUICK, ...SCHEMAS });
      for await (const snapshot of watch) {
        expect(snapshot.metadata?.shelfId).toBe("s1");
        states.push(snapshot.state);
      }
    });
    expect(states).toEqual(["running", "failing", "failed"]);
  });

  it("is left alone when the caller aborts in the middle of a poll", async () => {
    const controller = new AbortController();
    const thrown = await withAnswers(carrier, [undefined], (source) => {
      setTimeout(() => controller.abort("enough"), 50);
      const { signal } = controller;
      return caught(waitForOperation("op1", { source, ...QUICK, signal }));
    });
    expect(thrown).toBeInstanceOf(OperationTimeoutError);
    expect(thrown).toMatchObject({ reason: "aborted", cause: "enough" });
  });

  it("is not lost when its server dies in the middle of a poll and returns", async () => {
    let polls = 0;
    let stopInPoll = () => {};
    const asked = new Promise<void>((resolve) => {
      stopInPoll = resolve;
    });
    const first = await carrier.start(() => {
      if (++polls < 2) return running;
      stopInPoll();
      return undefined;
    }, 0);
    const { source, close } = carrier.connect(first.port);
    const waiting = waitForOperation("op1", { source, ...QUICK, ...SCHEMAS });
    // It is looked at later.
    waiting.catch(() => {});
    await asked;
    first.stop();
    await pause(150);
    const second = await carrier.start(() => (++polls < 4 ? running : done), first.port);
    try {
      expect((await waiting)?.topic).toBe("Poetry");
      expect(polls).toBeGreaterThanOrEqual(4);
    } finally {
      close();
      second.stop();
    }
  });
});
