import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { searchedText } from "../../retry/searched-text.js";
import { Code } from "../../status/code.js";
import { maskHeader } from "../../status/secrets.js";
import { shown } from "./shown.js";

/** Keys of `ErrorInfo.metadata`; several are separated by commas. */
const KEYS = ["permission", "permissions", "required_permission", "requiredPermission"] as const;

/** How Google's services word a missing permission where no detail names it. */
const WORDINGS = [
  /\bPermission '([\w./-]{1,200})' denied\b/,
  /\bRequired '([\w./-]{1,200})' permission for\b/,
  /\bdoes not have ([a-z]\w{0,100}(?:\.\w{1,100}){1,5}) access\b/,
];

/**
 * The permissions whose lack an error names: of `ErrorInfo`, else of a message in one of the forms that Google's
 * services keep to. Only PERMISSION_DENIED lacks one.
 */
export function missingPermissions(error: RpcError): readonly string[] {
  if (error.code !== Code.PERMISSION_DENIED) return [];
  const named = error
    .findAll(ErrorInfoSchema)
    .flatMap(({ metadata }) => KEYS.map((key) => maskHeader(key, metadata[key] ?? "")))
    .flatMap((names) => searchedText(names).split(/[,\s]+/))
    .filter((name) => name !== "");
  const permissions = named.length > 0 ? named : worded(searchedText(error.message));
  return [...new Set(permissions)].map((name) => shown(name, 200));
}

function worded(text: string): string[] {
  return WORDINGS.flatMap((wording) => wording.exec(text)?.[1] ?? []);
}
