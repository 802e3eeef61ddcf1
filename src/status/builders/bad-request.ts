import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type BadRequest,
  type BadRequest_FieldViolationSchema,
  BadRequestSchema,
} from "../../../gen/google/rpc/error_details_pb.js";

/** One field of a request that is wrong: `field` (dotted path), `description`, `reason`. */
export type FieldViolationInit = MessageInitShape<typeof BadRequest_FieldViolationSchema>;

/**
 * Builds a `BadRequest`: which fields of the request are wrong, and why.
 *
 * @example
 * badRequest({ "author.name": "must not be empty" });
 * badRequest([{ field: "isbn", description: "has 12 digits, needs 13", reason: "ISBN_LENGTH" }]);
 *
 * @param violations - descriptions by field path, or the violations one by one.
 */
export function badRequest(
  violations: Readonly<Record<string, string>> | readonly FieldViolationInit[],
): BadRequest {
  const fieldViolations = Array.isArray(violations)
    ? violations
    : Object.entries(violations).map(([field, description]) => ({ field, description }));
  return create(BadRequestSchema, { fieldViolations });
}
