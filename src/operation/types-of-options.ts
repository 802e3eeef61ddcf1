import type { OperationTypes } from "./operation-types.js";
import type { WatchOptions } from "./wait-options.js";

/** What of the options says of which types response and metadata are. */
export function typesOfOptions(options: WatchOptions): OperationTypes {
  const { response, metadata, method, registry } = options;
  return {
    ...(response && { response }),
    ...(metadata && { metadata }),
    ...(method && { method }),
    ...(registry && { registry }),
  };
}
