import { DebugInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import type { Detail } from "../status/details/detail.js";

/** Details on their way into a body. */
export interface ShownDetails {
  readonly details: readonly Detail[];
  /** Whether `DebugInfo` goes along, which is for the service's own people. Default: false. */
  readonly debug?: boolean | undefined;
}

/** The details that a body shows. */
export function shownDetails({ details, debug = false }: ShownDetails): readonly Detail[] {
  return debug ? details : details.filter(({ type }) => type !== DebugInfoSchema.typeName);
}
