import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type QuotaFailure,
  type QuotaFailure_ViolationSchema,
  QuotaFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";

/** One quota that was exceeded: `subject`, `description`, and newer fields such as `quotaId`. */
export type QuotaViolationInit = MessageInitShape<typeof QuotaFailure_ViolationSchema>;

/** Builds a `QuotaFailure`: which quotas were exceeded, and whose. */
export function quotaFailure(violations: readonly QuotaViolationInit[]): QuotaFailure {
  return create(QuotaFailureSchema, { violations: [...violations] });
}
