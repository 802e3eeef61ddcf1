import type { RpcError } from "../../error/rpc-error.js";

/** The values of a header that are text, without the space around them. */
export function headerTexts(error: RpcError, name: string): readonly string[] {
  return error.metadata
    .getAll(name)
    .flatMap((value) => (typeof value === "string" ? [value.trim()] : []));
}
