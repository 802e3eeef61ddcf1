import { RpcError, retryInfo } from "../../src/entry/index.js";

export const faust = { book: { id: "42", title: "Faust" } };

/** A handler that fails at first, and says when to come back. */
export function failsFirst() {
  let calls = 0;
  return async () => {
    if (++calls > 1) return faust;
    const details = [retryInfo(5)];
    throw new RpcError("UNAVAILABLE", "the shelf is being moved", { details });
  };
}
