import type { JsonValue, Registry } from "@bufbuild/protobuf";
import { readOperation } from "../../dialects/operation.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import { errorFields } from "../error-fields.js";
import { payloadJson } from "./payload-json.js";

/** What a snapshot says, as JSON, but for the response. */
export function snapshotJson(
  snapshot: OperationSnapshot,
  registry: Registry,
): Record<string, unknown> {
  const { description, createdAt, createdBy, modifiedAt, error } = snapshot;
  return {
    description,
    createdAt,
    createdBy,
    modifiedAt,
    metadata: metadataJson(snapshot, registry),
    error: error && errorFields(error),
  };
}

/** The metadata, as JSON. */
export function metadataJson(
  { raw }: OperationSnapshot,
  registry: Registry,
): JsonValue | undefined {
  return payloadJson(readOperation(raw)?.metadata, registry);
}

/** The response of an operation that succeeded, as JSON; `undefined` where there is none. */
export function responseJson(
  { raw }: OperationSnapshot,
  registry: Registry,
): JsonValue | undefined {
  return payloadJson(readOperation(raw)?.response, registry);
}
