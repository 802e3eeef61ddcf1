import type { RpcError } from "../../error/rpc-error.js";

/** The values of a header that are text, without the space around them. */
export function headerTexts(error: RpcError, name: string): readonly string[] {
  return error.metadata
    .getAll(name)
    .flatMap((value) => (typeof value === "string" ? [value.trim()] : []));
}

/** The same of a header that holds a number: `Headers` joins several values by commas, numbers have none. */
export function headerNumbers(error: RpcError, name: string): readonly string[] {
  return headerTexts(error, name).flatMap((value) =>
    value.split(",", MAX_JOINED).map((one) => one.trim()),
  );
}

/** How many values are read of one line. */
const MAX_JOINED = 16;
