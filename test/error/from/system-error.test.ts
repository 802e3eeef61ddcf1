import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RpcError } from "../../../src/error/rpc-error.js";

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error,
  );

describe("RpcError.from of a network error", () => {
  let refusing: number;
  const resetting = createServer((socket) => socket.resetAndDestroy());

  beforeAll(async () => {
    await new Promise<void>((resolve) => resetting.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void resetting.close());
  // Before each: a port that is free does not stay so for long.
  beforeEach(async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    refusing = (server.address() as AddressInfo).port;
    await new Promise((resolve) => server.close(resolve));
  });

  it("finds a connection that fetch was refused", async () => {
    const cause = await caught(fetch(`http://127.0.0.1:${refusing}`));
    expect(cause).toBeInstanceOf(TypeError);
    const error = RpcError.from(cause);
    expect(error).toMatchObject({ code: 14, origin: "transport", via: "local", cause });
    expect(error.message).toBe(`fetch failed: connect ECONNREFUSED 127.0.0.1:${refusing}`);
  });

  it("finds a connection that was refused on every address of localhost", async () => {
    const cause = await caught(fetch(`http://localhost:${refusing}`));
    const error = RpcError.from(cause);
    expect(error).toMatchObject({ code: 14, origin: "transport", cause });
    expect(error.message).toMatch(/^fetch failed: .*ECONNREFUSED/);
  });

  it("finds a connection that was reset during fetch", async () => {
    const cause = await caught(
      fetch(`http://127.0.0.1:${(resetting.address() as AddressInfo).port}`),
    );
    expect(RpcError.from(cause)).toMatchObject({ code: 14, origin: "transport", cause });
  });

  it("finds a host that does not exist", async () => {
    const cause = await caught(fetch("http://no-such-host.invalid"));
    expect(RpcError.from(cause)).toMatchObject({ code: 14, origin: "transport" });
  });

  it("finds the errors of node:http and node:http2", async () => {
    const http = await caught(
      new Promise((_, reject) =>
        request({ host: "127.0.0.1", port: refusing }).on("error", reject).end(),
      ),
    );
    const http2 = await caught(
      new Promise((_, reject) => connectHttp2(`http://127.0.0.1:${refusing}`).on("error", reject)),
    );
    for (const cause of [http, http2])
      expect(RpcError.from(cause)).toMatchObject({
        code: 14,
        origin: "transport",
        message: (cause as Error).message,
      });
  });

  it("takes a missing file for no failure of the network", async () => {
    const cause = await caught(readFile("/no/such/file"));
    expect(RpcError.from(cause)).toMatchObject({
      code: 2,
      origin: "local",
      message: (cause as Error).message,
    });
  });

  it.each(["toString", "__proto__", "constructor", "23505", "ERR_INVALID_ARG_TYPE"])(
    "takes a code %j for no failure of the network",
    (code) => {
      expect(RpcError.from(Object.assign(new Error("m"), { code }))).toMatchObject({
        code: 2,
        origin: "local",
      });
    },
  );
});
