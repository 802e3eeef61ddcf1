import { Code, RpcError, retryInfo } from "rpc-status";
import { adviseRetry } from "rpc-status/retry";
import { definePolicy, mapHttpError } from "rpc-status/server";

/** What a service says of the request itself. Of credentials, it speaks of the gateway's. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([
  Code.INVALID_ARGUMENT,
  Code.NOT_FOUND,
  Code.ALREADY_EXISTS,
  Code.FAILED_PRECONDITION,
  Code.OUT_OF_RANGE,
  Code.RESOURCE_EXHAUSTED,
]);

/** A provider that is down, and one that has no room for the gateway. */
const BROKEN: ReadonlySet<number> = new Set([Code.INTERNAL, Code.UNKNOWN]);
const BUSY: ReadonlySet<number> = new Set([Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED]);

/** What clients of the gateway see of errors behind it. The rest is neutral, with an id. */
export const policy = definePolicy({
  mapError: [goneClient, fromOwnService, mapHttpError, later],
  onError(error, { method, requestId }) {
    console.log("hidden", method, requestId, RpcError.from(error)); // here stands your logger
  },
});

/** Nobody reads the answer any more, and nothing is wrong: no 500, and nothing for `onError`. */
function goneClient(thrown: unknown): RpcError | undefined {
  const { code, origin } = RpcError.from(thrown);
  const isGone = code === Code.CANCELLED && origin === "local";
  return isGone ? new RpcError(code, "the client is gone") : undefined;
}

/** Whoever answers can write any domain, so that of gRPC counts alone: only our services speak it here. */
function fromOwnService(thrown: unknown): RpcError | undefined {
  const error = RpcError.from(thrown);
  const isOwn = error.via === "grpc" && error.domain === "library.example";
  return isOwn && OF_THE_REQUEST.has(error.code) ? error.forward() : undefined;
}

/** What is down, broken or busy behind the gateway: when to come back, and not a word of it. */
function later(thrown: unknown): RpcError | undefined {
  const error = RpcError.from(thrown);
  const isBroken = error.via === "rest" && BROKEN.has(error.code);
  if (!isBroken && !BUSY.has(error.code)) return undefined;
  console.log("later", error.codeName, error.requestIds); // onError does not hear of what is mapped
  const { decision, delayMs, delaySource } = adviseRetry(error, { idempotent: true });
  const isTold = decision === "retry" && delaySource !== "backoff";
  const details = isTold ? [retryInfo(delayMs)] : [];
  return new RpcError("UNAVAILABLE", "the service is unavailable", { details, cause: error });
}
