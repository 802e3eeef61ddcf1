import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { readOperation } from "../dialects/operation.js";
import type { RpcError } from "../error/rpc-error.js";
import type { Problem } from "../wire/problem.js";
import { shorten } from "../wire/shorten.js";
import { showValue } from "../wire/show-value.js";
import { LazySnapshot } from "./lazy-snapshot.js";
import { checkRegistry, schemasOfMethod } from "./method-schemas.js";
import type { OperationTypes } from "./operation-types.js";
import type { OperationState } from "./state.js";

export type { OperationSchemas } from "./method-schemas.js";
export type { OperationTypes } from "./operation-types.js";

/**
 * The state of a long-running operation at one moment, whoever runs it and whatever carried it. What it
 * holds is decoded when it is first asked for.
 */
export interface OperationSnapshot<Response = unknown, Metadata = unknown> {
  /** Yandex Cloud's `id`, or Google's `name`. */
  readonly id: string;
  readonly state: OperationState;
  /** Decoded where its type is known, else as it came. */
  readonly metadata: Metadata | undefined;
  /** Decoded where its type is known, else as it came; `undefined` before success. */
  readonly response: Response | undefined;
  /** Why it failed, or is failing, with all details; its `via` is `"operation"`. */
  readonly error: RpcError | undefined;
  /** What the work is, for people. Only Yandex Cloud says it. */
  readonly description?: string | undefined;
  /** When the work was asked for. Only Yandex Cloud says it. */
  readonly createdAt?: Date | undefined;
  /** Id of the user or service account that asked for it. Only Yandex Cloud says it. */
  readonly createdBy?: string | undefined;
  /** When the service last changed the operation. Only Yandex Cloud says it. */
  readonly modifiedAt?: Date | undefined;
  /**
   * Why `response` or `metadata` stayed as they came, though their type is known or another one was asked
   * for; empty where all is well. What is wrong with the error stands in its own `problems`.
   */
  readonly problems: readonly Problem[];
  /** The operation as it came. */
  readonly raw: unknown;
}

/**
 * Reads a `yandex.cloud.operation.Operation` or a `google.longrunning.Operation`: a message of
 * protobuf-es, protobufjs, proto-loader or ts-proto, google-gax's object, or JSON.
 *
 * An `error` decides over a `response`; an `error` whose code is 0 is none. `done` without either is a
 * success without a response.
 *
 * @example
 * const { state, response } = operationSnapshot(operation, { response: ShelfSchema });
 *
 * @param types - of response and metadata. With a schema, a payload of another type stays as it came.
 * @throws TypeError for a value that is no operation, and for a `method` or `registry` that is none.
 * @see https://google.aip.dev/151
 */
export function operationSnapshot<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
>(
  value: unknown,
  types: OperationTypes<Response, Metadata> = {},
): OperationSnapshot<
  [Response] extends [never] ? unknown : MessageShape<Response>,
  [Metadata] extends [never] ? unknown : MessageShape<Metadata>
> {
  const { method, registry } = types;
  if (method !== undefined) schemasOfMethod(method, registry);
  else checkRegistry(registry);
  const operation = readOperation(value);
  if (operation === undefined) {
    throw new TypeError(`an Operation is needed, with an id or a name, not ${describe(value)}`);
  }
  const snapshot: OperationSnapshot = new LazySnapshot(value, operation, types);
  return snapshot as ReturnType<typeof operationSnapshot<Response, Metadata>>;
}

const MAX_SHOWN = 80;

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return "an object of another shape";
  return typeof value === "function" ? "a function" : shorten(showValue(value), MAX_SHOWN);
}
