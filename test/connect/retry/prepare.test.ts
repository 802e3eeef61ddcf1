import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { clientInterceptor, retryInterceptor } from "../../../src/entry/connect.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { type Calls, withLibrary } from "../library-server.js";
import { authorizing } from "./call-kind.js";
import { flakyLibrary } from "./flaky-library.js";
import { PausingClock } from "./pausing-clock.js";

const unauthenticated = () => {
  throw new ConnectError("who are you?", ConnectCode.Unauthenticated);
};

describe("retryInterceptor for Connect and what has to be done before another attempt", () => {
  it("gets new credentials once, and sends them", async () => {
    const clock = new PausingClock((ms) => ms === 0);
    let token = "old";
    const { implementation, seen } = flakyLibrary({
      failures: [unauthenticated, unauthenticated],
    });
    const refreshCredentials = (error: RpcError) => {
      expect(error.code).toBe(Code.UNAUTHENTICATED);
      token = "new";
    };
    const client = [
      retryInterceptor({ refreshCredentials, clock }),
      clientInterceptor(),
      authorizing(() => token),
    ];
    const run = ({ unary }: Calls) => unary();
    const { error } = await withLibrary("grpc/2", implementation, run, { client });
    expect(error).toMatchObject({ code: ConnectCode.Unauthenticated });
    expect(seen.map(({ header }) => header.get("authorization"))).toEqual(["old", "new"]);
    expect(clock.pending).toBe(0);
  });

  it.each([
    [new RpcError("PERMISSION_DENIED", "no key"), ConnectCode.PermissionDenied],
    [new ConnectError("no key", ConnectCode.NotFound), ConnectCode.NotFound],
    [new Error("no key"), ConnectCode.Unknown],
  ])("fails with what getting credentials fails with: %s", async (thrown, code) => {
    const { implementation, seen } = flakyLibrary({ failures: [unauthenticated] });
    const refreshCredentials = () => Promise.reject(thrown);
    const client = [retryInterceptor({ refreshCredentials, clock: new FakeClock() })];
    const { error } = await withLibrary("grpc/2", implementation, (calls) => calls.unary(), {
      client,
    });
    expect(error).toMatchObject({ code, rawMessage: "no key" });
    expect(attemptsOf(error)).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });
});
