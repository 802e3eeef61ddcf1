import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type PreconditionFailure,
  type PreconditionFailure_ViolationSchema,
  PreconditionFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";

/** One precondition that does not hold: its `type` (such as `TOS`), `subject` and `description`. */
export type PreconditionViolationInit = MessageInitShape<
  typeof PreconditionFailure_ViolationSchema
>;

/** Builds a `PreconditionFailure`: what has to hold before the call can succeed. */
export function preconditionFailure(
  violations: readonly PreconditionViolationInit[],
): PreconditionFailure {
  return create(PreconditionFailureSchema, { violations: [...violations] });
}
