import { create, createRegistry } from "@bufbuild/protobuf";
import { anyPack, EmptySchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  BookSchema,
  CreateShelfMetadataSchema,
  LibraryService,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { Code } from "../../src/entry/index.js";
import {
  OperationFailedError,
  OperationPollError,
  type OperationSnapshot,
  waitForOperation,
} from "../../src/entry/operation.js";
import { caught, pausesOf, setUp, silence } from "./scripted-source.js";

const running = { id: "op1", done: false };
const quota = {
  code: 8,
  message: "quota exceeded",
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "SHELVES",
      domain: "library.example",
    },
  ],
};
const failing = { id: "op1", done: false, error: quota };
const failed = { id: "op1", done: true, error: quota };
const done = create(OperationSchema, {
  id: "op1",
  done: true,
  result: {
    case: "response",
    value: anyPack(ShelfSchema, create(ShelfSchema, { topic: "Poetry" })),
  },
});

const metadataOf = (archivedCount: number) => ({ ...running, metadata: { archivedCount } });

describe("waitForOperation", () => {
  it("gives the typed response", async () => {
    const { options, ids, clock } = setUp(running, running, done);
    const shelf = await clock.until(waitForOperation("op1", { ...options, response: ShelfSchema }));
    expect(shelf?.topic).toBe("Poetry");
    expect(ids).toEqual(["op1", "op1", "op1"]);
    expect(clock.pending).toBe(0);
  });

  it("does not poll an operation that is over, not even after an abort", async () => {
    const { options, ids } = setUp(running);
    await waitForOperation(done, { ...options, signal: AbortSignal.abort() });
    expect(ids).toEqual([]);
  });

  it("asks at once for an operation that is known by its id, and later for one that was given", async () => {
    const byId = setUp(done);
    await byId.clock.until(waitForOperation("op1", byId.options));
    expect(byId.times).toEqual([0]);
    const given = setUp(done);
    await given.clock.until(waitForOperation(running, given.options));
    expect(given.times).toEqual([1_000]);
  });

  it("polls with pauses that grow by a half, from a second to half a minute", async () => {
    const { options, clock, times } = setUp(...Array(12).fill(running), done);
    await clock.until(waitForOperation(running, options));
    const expected = Array.from({ length: 13 }, (_, i) => Math.min(30_000, 1_000 * 1.5 ** i));
    for (const [index, pause] of pausesOf(times).entries()) {
      expect(pause).toBeCloseTo(expected[index] as number, 3);
    }
    expect(times).toHaveLength(13);
  });

  it.each([
    [0, 800],
    [1, 1_200],
    [Number.NaN, 1_000],
    [7, 1_000],
  ])("spreads its pauses by a fifth either way (random %d)", async (random, pause) => {
    const { options, clock, times } = setUp(running, done);
    await clock.until(waitForOperation("op1", { ...options, random: () => random }));
    expect(times).toEqual([0, pause]);
  });

  it("takes the backoff of its options", async () => {
    const { options, clock, times } = setUp(running, running, running, done);
    const backoff = { initialMs: 10, factor: 3, maxMs: 50 };
    await clock.until(waitForOperation("op1", { ...options, backoff }));
    expect(pausesOf(times)).toEqual([0, 10, 30, 50]);
  });

  it("throws the operation's error with its details", async () => {
    const { options, clock } = setUp(running, failed);
    const error = await clock.until(caught(waitForOperation("op1", options)));
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      message: "quota exceeded",
      reason: "SHELVES",
      via: "operation",
      operationId: "op1",
      attempts: 2,
      snapshot: { state: "failed" },
    });
  });

  it("waits for the end of a rollback", async () => {
    const { options, clock } = setUp(failing, failing, failed);
    const error = await clock.until(caught(waitForOperation("op1", options)));
    expect(error).toMatchObject({ attempts: 3, snapshot: { state: "failed" } });
  });

  it("throws at the beginning of a rollback with failFast", async () => {
    const { options, clock } = setUp(running, failing, failed);
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, failFast: true })),
    );
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({ attempts: 2, snapshot: { state: "failing" } });
  });

  it("gives undefined for a success without a response", async () => {
    const { options } = setUp({ id: "op1", done: true });
    expect(await waitForOperation("op1", { ...options, response: ShelfSchema })).toBeUndefined();
  });

  it("gives an empty message for a response of type Empty, with a schema and without", async () => {
    const response = { "@type": "type.googleapis.com/google.protobuf.Empty", value: {} };
    const { options } = setUp({ id: "op1", done: true, response });
    const empty = { $typeName: "google.protobuf.Empty" };
    expect(await waitForOperation("op1", options)).toMatchObject(empty);
    const typed = await waitForOperation("op1", { ...options, response: EmptySchema });
    expect(typed).toMatchObject(empty);
  });

  it("decodes the response by the registry, and by the method's option", async () => {
    const { options } = setUp(done);
    const registry = createRegistry(ShelfSchema);
    const found = await waitForOperation("op1", { ...options, registry });
    expect(found).toMatchObject({ $typeName: ShelfSchema.typeName, topic: "Poetry" });
    const method = LibraryService.method.createShelf;
    const named = await waitForOperation("op1", { ...options, method });
    expect(named).toMatchObject({ $typeName: ShelfSchema.typeName, topic: "Poetry" });
  });

  it("throws a poll error where the response is of another type", async () => {
    const { options } = setUp(done);
    const error = await caught(waitForOperation("op1", { ...options, response: BookSchema }));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(String(error)).toContain("example.library.v1.Shelf, not example.library.v1.Book");
  });

  it("tells of what it polled when state, metadata or error have changed, and only then", async () => {
    const { options, clock } = setUp(
      running,
      running,
      metadataOf(1),
      metadataOf(1),
      metadataOf(2),
      failing,
      failing,
      failed,
    );
    const seen: unknown[] = [];
    const onProgress = ({ state, metadata }: OperationSnapshot) => seen.push([state, metadata]);
    await clock.until(caught(waitForOperation("op1", { ...options, onProgress })));
    expect(seen).toEqual([
      ["running", undefined],
      ["running", { archivedCount: 1 }],
      ["running", { archivedCount: 2 }],
      ["failing", undefined],
      ["failed", undefined],
    ]);
  });

  it("tells of metadata as the type that its schema names", async () => {
    const packed = anyPack(
      CreateShelfMetadataSchema,
      create(CreateShelfMetadataSchema, { shelfId: "s1" }),
    );
    const { options, clock } = setUp({ ...running, metadata: packed }, done);
    const ids: (string | undefined)[] = [];
    await clock.until(
      waitForOperation("op1", {
        ...options,
        metadata: CreateShelfMetadataSchema,
        onProgress: ({ metadata }) => ids.push(metadata?.shelfId),
      }),
    );
    expect(ids).toEqual(["s1", undefined]);
  });

  it("does not tell of a state that it was given", async () => {
    const { options, clock } = setUp(running, done);
    const states: string[] = [];
    const onProgress = ({ state }: OperationSnapshot) => states.push(state);
    await clock.until(waitForOperation(running, { ...options, onProgress }));
    expect(states).toEqual(["succeeded"]);
  });

  it("awaits onProgress, and ends with what it throws or rejects with", async () => {
    const reason = new Error("the screen is gone");
    for (const onProgress of [
      () => Promise.reject(reason),
      () => {
        throw reason;
      },
    ]) {
      const { options, clock } = setUp(running, done);
      expect(await caught(waitForOperation("op1", { ...options, onProgress }))).toBe(reason);
      expect(clock.pending).toBe(0);
    }
  });

  it.each<[string, unknown, object, RegExp]>([
    ["an id of another type", 7, {}, /not 7/],
    ["an empty id", "", {}, /not ""/],
    ["an operation without an id", { id: "", done: false }, {}, /no id/],
    ["no get", "op1", { get: undefined }, /neither/],
    ["both get and source", "op1", { source: { get: silence } }, /both/],
    ["a get that is none", "op1", { get: 7 }, /get must be a function, not 7/],
    ["a source without get", "op1", { get: undefined, source: {} }, /source must be/],
    [
      "a source whose wait is none",
      "op1",
      { get: undefined, source: { get: silence, wait: 1 } },
      /source.wait.*not 1/,
    ],
    [
      "cancel beside a source",
      "op1",
      { get: undefined, source: { get: silence }, cancel: silence },
      /cancel belongs to get/,
    ],
    ["cancelOnAbort without cancel", "op1", { cancelOnAbort: true }, /cancelOnAbort needs/],
    [
      "cancelOnAbort of a source without cancel",
      "op1",
      { get: undefined, source: { get: silence }, cancelOnAbort: true },
      /cancelOnAbort needs/,
    ],
    ["a negative timeoutMs", "op1", { timeoutMs: -1 }, /timeoutMs must be 0 or more, not -1/],
    ["a timeoutMs of text", "op1", { timeoutMs: "60" }, /timeoutMs.*not "60"/],
    ["a pollTimeoutMs of 0", "op1", { pollTimeoutMs: 0 }, /pollTimeoutMs.*not 0/],
    ["polls without end", "op1", { pollTimeoutMs: Number.POSITIVE_INFINITY }, /pollTimeoutMs/],
    ["half a failure", "op1", { maxPollFailures: 0.5 }, /maxPollFailures.*not 0.5/],
    ["a factor below 1", "op1", { backoff: { factor: 0.5 } }, /backoff.factor/],
    ["a NaN pause", "op1", { backoff: { initialMs: Number.NaN } }, /backoff.initialMs/],
    ["a schema that is none", "op1", { response: "Shelf" }, /response.*not "Shelf"/],
    ["a signal that is none", "op1", { signal: {} }, /signal/],
    ["a failFast of text", "op1", { failFast: "no" }, /failFast.*not "no"/],
    ["a misspelt option", "op1", { timeoutMS: 1 }, /no option "timeoutMS"/],
  ])("refuses %s with a TypeError that names it", async (_name, operation, wrong, message) => {
    const { options, ids } = setUp(done);
    const error = await caught(waitForOperation(operation, { ...options, ...wrong } as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
    expect(ids).toEqual([]);
  });

  it("refuses options that are none", async () => {
    expect(await caught(waitForOperation("op1", undefined as never))).toBeInstanceOf(TypeError);
  });
});
