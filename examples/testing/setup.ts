import { type RpcErrorMatchers, rpcErrorMatchers } from "rpc-status/testing";
import { expect } from "vitest";

expect.extend(rpcErrorMatchers);

declare module "vitest" {
  interface Matchers<T> extends RpcErrorMatchers<T> {}
}
