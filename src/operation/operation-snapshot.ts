import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import {
  decodeOperationError,
  type OperationFields,
  readOperation,
} from "../dialects/operation.js";
import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { decodePayload } from "./payload.js";
import type { OperationState } from "./state.js";

/** The state of a long-running operation at one moment, whoever runs it and whatever carried it. */
export interface OperationSnapshot<Response = unknown, Metadata = unknown> {
  /** Yandex Cloud's `id`, or Google's `name`. */
  readonly id: string;
  readonly state: OperationState;
  /** Decoded where a schema was given and fits, else as it came. */
  readonly metadata: Metadata | undefined;
  /** Decoded where a schema was given and fits, else as it came; `undefined` before success. */
  readonly response: Response | undefined;
  /** Why it failed, or is failing, with all details; its `via` is `"operation"`. */
  readonly error: RpcError | undefined;
  /** The operation as it came. */
  readonly raw: unknown;
}

/** Types of what an operation holds. */
export interface OperationSchemas<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> {
  readonly response?: Response;
  readonly metadata?: Metadata;
}

/**
 * Reads a `yandex.cloud.operation.Operation` or a `google.longrunning.Operation`: a message of
 * protobuf-es, protobufjs, proto-loader or ts-proto, or its JSON.
 *
 * An `error` decides over a `response`; an `error` whose code is 0 is none. `done` without either is a
 * success without a response.
 *
 * @param schemas - types of response and metadata; a payload of another type stays as it came.
 * @throws TypeError for a value that is no operation.
 * @see https://google.aip.dev/151
 */
export function operationSnapshot<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
>(
  value: unknown,
  schemas: OperationSchemas<Response, Metadata> = {},
): OperationSnapshot<
  [Response] extends [never] ? unknown : MessageShape<Response>,
  [Metadata] extends [never] ? unknown : MessageShape<Metadata>
> {
  const operation = readOperation(value);
  if (operation === undefined) {
    throw new TypeError(`an Operation is needed, with an id or a name, not ${describe(value)}`);
  }
  const error =
    operation.error && RpcError.fromParts(decodeOperationError(operation.error), operation.error);
  const state = stateOf(operation, error);
  const snapshot: OperationSnapshot = {
    id: operation.id,
    state,
    metadata: decoded(operation.metadata, schemas.metadata),
    response: state === "succeeded" ? decoded(operation.response, schemas.response) : undefined,
    error,
    raw: value,
  };
  return snapshot as ReturnType<typeof operationSnapshot<Response, Metadata>>;
}

function stateOf({ done }: OperationFields, error: RpcError | undefined): OperationState {
  if (!done) return error === undefined ? "running" : "failing";
  if (error === undefined) return "succeeded";
  return error.code === Code.CANCELLED ? "cancelled" : "failed";
}

function decoded(payload: unknown, schema: DescMessage | undefined): unknown {
  if (schema === undefined || payload === undefined) return payload;
  return decodePayload(payload, schema) ?? payload;
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object of another shape" : String(value);
}
