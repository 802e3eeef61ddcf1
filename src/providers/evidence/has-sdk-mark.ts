import { errorChain } from "../../error/error-chain.js";
import type { RpcError } from "../../error/rpc-error.js";
import { member } from "../../wire/members.js";
import type { SdkMark } from "../provider-marks.js";

/**
 * Whether an SDK threw an error that has neither address nor headers: only a name, a status, and the body as its
 * message.
 *
 * @param value - what was caught; its causes count as well.
 */
export function hasSdkMark(value: unknown, { dialect }: RpcError, mark: SdkMark): boolean {
  if (dialect !== mark.dialect) return false;
  return errorChain(value).some(
    (one) => member(one, "name") === mark.name && typeof member(one, "status") === "number",
  );
}
