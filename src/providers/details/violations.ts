import {
  BadRequestSchema,
  PreconditionFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import type { ExplainedField, ExplainedPrecondition } from "../explanation.js";
import { type BoundedList, boundedList } from "./bounded-list.js";
import { shown } from "./shown.js";

/** The wrong fields of every `BadRequest`, the first of them. */
export function wrongFields(error: RpcError): BoundedList<ExplainedField> {
  const all = error.findAll(BadRequestSchema).flatMap(({ fieldViolations }) => fieldViolations);
  const { list, omitted } = boundedList(all);
  const fields = list.map(({ field, description, reason }) => ({
    field: shown(field),
    description: shown(description),
    ...(reason !== "" && { reason: shown(reason) }),
  }));
  return { list: fields, omitted };
}

/** The conditions of every `PreconditionFailure`, the first of them. */
export function unmetPreconditions(error: RpcError): BoundedList<ExplainedPrecondition> {
  const all = error.findAll(PreconditionFailureSchema).flatMap(({ violations }) => violations);
  const { list, omitted } = boundedList(all);
  const conditions = list.map(({ type, subject, description }) => ({
    type: shown(type),
    subject: shown(subject),
    description: shown(description),
  }));
  return { list: conditions, omitted };
}
