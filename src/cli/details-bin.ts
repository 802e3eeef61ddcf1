import { isErrorCode } from "../status/code.js";
import { combineStatus } from "../status/combine-status.js";
import type { ErrorParts } from "../status/error-parts.js";
import { decodeStatusDetails, type StatusDetails } from "../status/status-details.js";
import { hasProblem } from "../wire/problem.js";

/** What the caller knows about bytes that may be a status. */
export interface BytesContext {
  /** Whether somebody said that they are: then anything that decodes to more than nothing will do. */
  readonly sure: boolean;
  /** Whether there were more of them. */
  readonly cut: boolean;
}

/** What a serialized `google.rpc.Status` says; `undefined` where the bytes are no likely one. */
export function partsFromDetailsBin(
  bytes: Uint8Array,
  { sure, cut }: BytesContext,
): ErrorParts | undefined {
  const status = decodeStatusDetails(bytes);
  if (sure ? !saysAnything(status) : !isLikely(status, bytes, cut)) return undefined;
  const { code } = status;
  return combineStatus({ via: "grpc", code, message: "", status, problems: [], metadata: [] });
}

function saysAnything({ code, message, details }: StatusDetails): boolean {
  return code !== 0 || message !== "" || details.length > 0;
}

/** The first byte of any status that has a code. */
const CODE_TAG = 0x08;

/**
 * Few random bytes are well-formed protobuf with a field that fits. A status that was cut short must at
 * least begin like one, and come as far as its message where nothing shows that it was cut.
 */
function isLikely(status: StatusDetails, bytes: Uint8Array, cut: boolean): boolean {
  const { code, message, details, problems } = status;
  const more = message !== "" || details.length > 0;
  if (hasProblem(problems, "status-proto", "utf8")) {
    return bytes[0] === CODE_TAG && isErrorCode(code) && (cut || more);
  }
  return isErrorCode(code) || (more && details.every(({ type }) => type !== ""));
}
