import type { OperationSource } from "./operation-source.js";
import type { WatchOptions } from "./wait-options.js";

/** The source that checked options name, or the one that their `get` and `cancel` are. */
export function sourceOf({ source, get, cancel }: WatchOptions): OperationSource {
  if (source !== undefined) return source;
  if (get === undefined) throw new TypeError("either source or get is needed, not neither");
  return cancel === undefined ? { get } : { get, cancel };
}
