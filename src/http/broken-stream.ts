import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { failure } from "./failure.js";

/** The error of a stream that ended where it must not: whoever sent it, or something on the way, is gone. */
export function endedEarly(rest?: string): RpcError {
  return failure(Code.UNAVAILABLE, "the stream ended inside a message", "transport", {
    body: rest,
  });
}

/** The error of a message that is not what its stream is made of, as gRPC's clients have it. */
export function notDecodable(what: string, body?: unknown): RpcError {
  return failure(Code.INTERNAL, `a message of the stream is no ${what}`, "transport", { body });
}
