import { expect } from "vitest";
import type { RpcError } from "../../src/error/rpc-error.js";
import { readWhole } from "../fuzz/read-whole.js";
import { quickly } from "./quickly.js";

/** The longest that decoding and then reading, rendering and encoding all of an error may take. */
const MAX_WHOLE_MS = 100;

/**
 * The error that a decoder gives, in time.
 *
 * @throws an assertion where there is none, or it is not whole.
 */
export function decodeQuickly(decode: () => RpcError | undefined): RpcError {
  const error = quickly(decode);
  if (error === undefined) throw new Error("there is no error");
  // Details are decoded when they are read, so each run needs an error of its own.
  expect(quickly(() => readWhole(decode() ?? error), MAX_WHOLE_MS)).toBeUndefined();
  return error;
}
