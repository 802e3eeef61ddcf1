import { isErrorCode } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import type { ErrorMetadata } from "../../status/metadata.js";
import { member } from "../../wire/members.js";

/** The brand of every copy's `RpcError`; its class is no import here, since it imports this. */
export const RPC_ERROR_BRAND: symbol = /* @__PURE__ */ Symbol.for("rpc-status.RpcError");

/** Members of an `RpcError` that another error can take over. */
type RpcErrorLike = ErrorParts & { readonly metadata: ErrorMetadata };

/** Recognises an `RpcError`, as it stands in the `cause` of another error. */
export function partsFromRpcError(value: object): ErrorParts | undefined {
  if (member(value, RPC_ERROR_BRAND) !== true) return undefined;
  const { code, message, details, origin, via, metadata, httpStatus, problems } =
    value as RpcErrorLike;
  // The brand alone is no proof: anybody can put it on anything.
  if (!isErrorCode(code) || typeof message !== "string" || !Array.isArray(details))
    return undefined;
  return {
    code,
    message,
    details,
    origin,
    via,
    metadata: [metadata],
    httpStatus,
    problems: problems.filter(({ detail }) => detail === undefined),
  };
}
