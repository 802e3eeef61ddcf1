import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RpcError } from "../../../src/error/rpc-error.js";

describe("RpcError.from of an abort", () => {
  const silent = createServer(() => {});
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  const failure = (signal: AbortSignal) => fetch(url, { signal }).catch((error: unknown) => error);

  it("reads AbortSignal.timeout as DEADLINE_EXCEEDED of this process", async () => {
    const cause = await failure(AbortSignal.timeout(20));
    expect(RpcError.from(cause)).toMatchObject({
      code: 4,
      origin: "local",
      via: "local",
      cause,
      message: (cause as Error).message,
    });
  });

  it("reads AbortController.abort as CANCELLED by this process", async () => {
    const controller = new AbortController();
    const failing = failure(controller.signal);
    controller.abort();
    expect(RpcError.from(await failing)).toMatchObject({ code: 1, origin: "local", via: "local" });
  });

  it("reads the abort of a node:timers promise, which is no DOMException", async () => {
    const cause = await sleep(1000, undefined, { signal: AbortSignal.abort() }).catch(
      (error: unknown) => error,
    );
    expect(RpcError.from(cause)).toMatchObject({ code: 1, origin: "local" });
  });

  it("reads a reason that the caller chose as that reason", async () => {
    const reason = new RpcError("ABORTED", "shelf closed");
    expect(RpcError.from(await failure(AbortSignal.abort(reason)))).toBe(reason);
    expect(RpcError.from(await failure(AbortSignal.abort("shelf closed")))).toMatchObject({
      code: 2,
      message: "shelf closed",
    });
  });

  it("does not take the numeric code of another DOMException for one of gRPC", () => {
    const cause = new DOMException("gone", "NotFoundError");
    expect(cause.code).toBe(8);
    expect(RpcError.from(cause)).toMatchObject({ code: 2, message: "gone", origin: "local" });
  });
});
