import type { StatusObject } from "@grpc/grpc-js";
import { RpcError } from "../../error/rpc-error.js";
import type { ChannelRetries } from "./channel-retries.js";
import type { KeptRequests } from "./kept-requests.js";

/** Why a call cannot be repeated after a failure, whatever its status says; `undefined` where it can. */
export function finalReason(
  status: StatusObject,
  { attempts, covered }: ChannelRetries,
  requests: KeptRequests,
): string | undefined {
  if (covered || attempts > 1) return "the channel retries this itself";
  if (isChannelClosed(status)) return "the channel is closed";
  if (requests.isChanged) return "a request was changed since it was sent";
  return undefined;
}

/** Whether grpc-js ended a call because its channel was closed: all that follow would end the same way. */
function isChannelClosed(status: StatusObject): boolean {
  return /^Channel closed\b/.test(status.details) && RpcError.from(status).origin === "local";
}
