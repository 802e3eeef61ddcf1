import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../src/entry/index.js";
import {
  OperationFailedError,
  OperationPollError,
  OperationTimeoutError,
  type PollContext,
  waitForOperation,
} from "../../src/entry/operation.js";
import { caught, setUp } from "./scripted-source.js";

const running = { id: "op1", done: false };
const withHeaders =
  (answer: unknown) =>
  (_: string, { onHeaders }: PollContext) => {
    onHeaders({ "x-request-id": "r-17" });
    return answer;
  };

async function failureOf(answer: unknown): Promise<OperationFailedError> {
  const { options } = setUp(answer);
  const error = await caught(waitForOperation("op1", options));
  expect(error).toBeInstanceOf(OperationFailedError);
  return error as OperationFailedError;
}

const failedWith = (metadata: unknown, code = 8) => ({
  id: "op1",
  done: true,
  metadata,
  error: {
    code,
    message: "quota exceeded",
    details: [
      { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SHELVES", domain: "d" },
    ],
  },
});

describe("OperationFailedError", () => {
  it("is an RpcError with everything of the operation's error, and none of the other two", async () => {
    const error = await failureOf(failedWith(undefined));
    expect(error).toBeInstanceOf(RpcError);
    expect(error).not.toBeInstanceOf(OperationPollError);
    expect(error).not.toBeInstanceOf(OperationTimeoutError);
    expect(error).toMatchObject({
      name: "OperationFailedError",
      code: Code.RESOURCE_EXHAUSTED,
      reason: "SHELVES",
      domain: "d",
      via: "operation",
      dialect: "operation",
      cancelled: false,
    });
    expect(error.details).toHaveLength(1);
    expect(error.cause).toBe(error.snapshot.error);
    expect(error.stack).toMatch(/^OperationFailedError \[RESOURCE_EXHAUSTED\]: quota exceeded\n/);
  });

  it("has the request ids of the answer that told of the failure", async () => {
    const error = await failureOf(withHeaders(failedWith(undefined)));
    expect(error.requestIds).toEqual(["r-17"]);
  });

  it("tells a cancelled operation from one that failed by itself", async () => {
    const error = await failureOf(failedWith(undefined, 1));
    expect(error).toMatchObject({ cancelled: true, snapshot: { state: "cancelled" } });
  });

  it.each<[string, unknown, Record<string, string>]>([
    [
      "JSON",
      {
        "@type": "x.y/Z",
        shelfId: "s1",
        book_id: "b1",
        title: "t",
        id: "7",
        countId: 4,
        emptyId: "",
      },
      { shelfId: "s1", bookId: "b1" },
    ],
    [
      "a message",
      { $typeName: "x.Z", shelfId: "s1", target: { case: "bookId", value: "b1" } },
      { shelfId: "s1", bookId: "b1" },
    ],
    ["an array", ["shelfId"], {}],
    ["text", "shelfId", {}],
    ["nothing", undefined, {}],
    ["JSON with a hostile name", JSON.parse('{"__proto__":{"xId":"1"},"__proto_id":"p"}'), {}],
  ])("names the resources that the metadata names: %s", async (_, metadata, ids) => {
    const { resourceIds } = await failureOf(failedWith(metadata));
    expect(resourceIds).toEqual(ids);
    expect(Object.getPrototypeOf(resourceIds)).toBe(Object.prototype);
  });

  it("does not mind metadata that throws when it is read", async () => {
    const metadata = Object.defineProperty({ shelfId: "s1" }, "bookId", {
      enumerable: true,
      get: () => {
        throw new Error("boom");
      },
    });
    expect((await failureOf(failedWith(metadata))).resourceIds).toEqual({ shelfId: "s1" });
  });
});

describe("OperationPollError", () => {
  const denied = new RpcError("PERMISSION_DENIED", "not yours");

  it("is no RpcError, since it says nothing of the operation", async () => {
    const { options } = setUp(denied);
    const error = await caught(waitForOperation("op1", options));
    expect(error).toBeInstanceOf(OperationPollError);
    expect(error).not.toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ name: "OperationPollError", snapshot: undefined, attempts: 1 });
    expect(String(error)).toBe(
      "OperationPollError: operation op1 could not be fetched: PERMISSION_DENIED: not yours",
    );
  });

  it("has the request ids that only the headers of the last poll had", async () => {
    const { options } = setUp(withHeaders(denied));
    const error = await caught(waitForOperation("op1", options));
    expect(RpcError.from(error)).toMatchObject({
      code: Code.PERMISSION_DENIED,
      requestIds: ["r-17"],
    });
  });

  it("has those of the error itself, where it has some", async () => {
    const own = new RpcError("PERMISSION_DENIED", "no", { metadata: { "x-request-id": "own" } });
    const { options } = setUp(withHeaders(own));
    const error = await caught(waitForOperation("op1", options));
    expect(error).toMatchObject({ cause: own });
    expect(RpcError.from(error).requestIds).toEqual(["own"]);
  });

  it("does not repeat a message or an id without end", async () => {
    const { options } = setUp(new RpcError("PERMISSION_DENIED", "x".repeat(1_000_000)));
    const error = await caught(waitForOperation("y".repeat(1_000_000), options));
    expect((error as Error).message.length).toBeLessThan(3_000);
  });
});

describe("OperationTimeoutError", () => {
  it("has in its JSON what is needed to wait for the operation again", async () => {
    const { options, clock } = setUp(running);
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, timeoutMs: 500 })),
    );
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "OperationTimeoutError",
      message: "not over after 500 ms; operation op1 still runs and can be waited for again",
      operationId: "op1",
      state: "running",
      attempts: 1,
      cancelRequested: false,
    });
  });

  it("does not say that an operation runs that is over", async () => {
    const { options, clock } = setUp({ id: "op1", done: true });
    const onProgress = () => new Promise<never>(() => {});
    const error = await clock.until(
      caught(waitForOperation("op1", { ...options, onProgress, timeoutMs: 500 })),
    );
    expect(String(error)).toContain("operation op1 is over");
  });
});

describe("the three errors", () => {
  it.each([
    ["OperationFailedError", OperationFailedError],
    ["OperationPollError", OperationPollError],
    ["OperationTimeoutError", OperationTimeoutError],
  ])("are known across copies of the package: %s", (name, type) => {
    const foreign = Object.create({ [Symbol.for(`rpc-status.${name}`)]: true });
    expect(foreign instanceof type).toBe(true);
    expect(new Error("x") instanceof type).toBe(false);
    expect(type.prototype.name).toBe(name);
  });
});
