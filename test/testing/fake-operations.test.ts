import { describe, expect, it } from "vitest";
import { ShelfSchema } from "../../gen/example/library/v1/library_pb.js";
import { RpcError } from "../../src/entry/index.js";
import { waitForOperation, watchOperations } from "../../src/entry/operation.js";
import {
  type FakePoll,
  fakeClock,
  fakeOperations,
  fakeServiceError,
} from "../../src/entry/testing.js";
import "../../examples/testing/setup.js";
import { richError } from "../fixtures/rich-error.js";

const restarting = fakeServiceError(new RpcError("UNAVAILABLE", "restarting"));

describe("fakeOperations", () => {
  it("plays a script, errors of polls included", async () => {
    const response = { schema: ShelfSchema, value: { topic: "Poetry" } };
    const source = fakeOperations({
      op1: ["running", restarting, "running", { state: "succeeded", response }],
    });
    const clock = fakeClock();
    const states: string[] = [];
    const onProgress = ({ state }: { state: string }) => states.push(state);
    const options = { source, clock, onProgress, response: ShelfSchema };
    expect((await clock.until(waitForOperation("op1", options)))?.topic).toBe("Poetry");
    expect(source.polls).toEqual(["op1", "op1", "op1", "op1"]);
    expect(states).toEqual(["running", "succeeded"]);
    expect(clock.pending).toBe(0);
  });

  it("fails as the script ends", async () => {
    const source = fakeOperations({
      op1: ["failing", { state: "failed", error: richError() }],
    });
    const clock = fakeClock();
    const waiting = clock.until(waitForOperation("op1", { source, clock }));
    await expect(waiting).rejects.toMatchRpcError(richError());
  });

  it("gives the last entry for good, and an end for good wherever it stands", async () => {
    const source = fakeOperations({ op1: ["running"], op2: ["succeeded", "running"] });
    const get = (id: string) => source.get(id, {} as never);
    expect(await get("op1")).toEqual(await get("op1"));
    expect(await get("op2")).toMatchObject({ done: true });
    expect(await get("op2")).toMatchObject({ done: true });
  });

  it("cancels what is not over", async () => {
    const source = fakeOperations({ op1: ["running"], op2: ["succeeded"] });
    const clock = fakeClock();
    const options = { source, clock, timeoutMs: 5_000, cancelOnAbort: true };
    await clock.until(waitForOperation("op1", options).catch(() => {}));
    await source.cancel("op2");
    expect(source.cancels).toEqual(["op1", "op2"]);
    const again = clock.until(waitForOperation("op1", { source, clock }));
    await expect(again).rejects.toMatchRpcError("CANCELLED");
    await clock.until(waitForOperation("op2", { source, clock }));
  });

  it("knows no operation without a script", async () => {
    const source = fakeOperations({ op1: ["running"] });
    await expect(source.get("op2", {} as never)).rejects.toMatchRpcError("NOT_FOUND");
    await expect(source.get("toString", {} as never)).rejects.toMatchRpcError("NOT_FOUND");
    await expect(source.cancel("op2")).rejects.toMatchRpcError("NOT_FOUND");
  });

  it("serves very many", async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `op${index}`);
    const script: FakePoll[] = ["running", "succeeded"];
    const source = fakeOperations(Object.fromEntries(ids.map((id) => [id, script])), {
      style: "google",
    });
    const clock = fakeClock();
    const over: string[] = [];
    const watch = async () => {
      const updates = watchOperations(ids, { source, clock, finalOnly: true });
      for await (const { operationId, snapshot } of updates)
        if (snapshot?.state === "succeeded") over.push(operationId);
    };
    await clock.until(watch());
    expect(over.sort()).toEqual(ids.sort());
    expect(source.polls).toHaveLength(400);
  });

  it.each<[script: unknown, names: RegExp]>([
    [[], /"op1"/],
    ["running", /"op1"/],
    [["done"], /"done"/],
    [[undefined], /undefined/],
    [[{ state: "succeeded", error: richError() }], /no error/],
  ])("throws a TypeError for the script %o", (script, names) => {
    const make = () => fakeOperations({ op1: script as FakePoll[] });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(names);
  });
});
