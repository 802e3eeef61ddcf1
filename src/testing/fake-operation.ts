import { create, type DescMessage, type MessageInitShape } from "@bufbuild/protobuf";
import { type Any, anyPack } from "@bufbuild/protobuf/wkt";
import {
  type Operation as GoogleOperation,
  OperationSchema as GoogleOperationSchema,
} from "../../gen/google/longrunning/operations_pb.js";
import {
  type Operation as YandexOperation,
  OperationSchema as YandexOperationSchema,
} from "../../gen/yandex/cloud/operation/operation_pb.js";
import type { RpcError } from "../error/rpc-error.js";
import type { OperationState } from "../operation/state.js";
import { statusMessage } from "../status/status-message.js";
import { checkFakeOperation } from "./check-fake-operation.js";

/** What an operation holds: a message, by its schema. */
export interface FakePayload<Desc extends DescMessage = DescMessage> {
  readonly schema: Desc;
  readonly value: MessageInitShape<Desc>;
}

/** What stands in an operation. */
export interface FakeOperationInit {
  /** Yandex Cloud's `id`, or Google's `name`. */
  readonly id: string;
  readonly state: OperationState;
  readonly metadata?: FakePayload;
  /** Of one that has succeeded. Default: none, as where there is nothing to say. */
  readonly response?: FakePayload;
  /** Of one that has failed, is failing or was cancelled. Default: INTERNAL, or CANCELLED. */
  readonly error?: RpcError;
}

/** Whose operations are meant. */
export type OperationStyle = "yandex" | "google";

/**
 * An operation in the state that is named, as a message of Yandex Cloud or, with `style: "google"`, of
 * google.longrunning: what a client answers with. `operationSnapshot` reads it back.
 *
 * @example
 * fakeOperation({ id: "op1", state: "failed", error: tooLarge });
 * fakeOperation({ id: "op1", state: "succeeded", response: { schema: ShelfSchema, value: { id: "7" } } });
 *
 * @throws TypeError that names the value: a state that is none, a response without success, an error without
 *   failure.
 */
export function fakeOperation(
  init: FakeOperationInit,
  options: { readonly style: "google" },
): GoogleOperation;
export function fakeOperation(
  init: FakeOperationInit,
  options?: { readonly style?: "yandex" },
): YandexOperation;
export function fakeOperation(
  init: FakeOperationInit,
  options?: { readonly style?: OperationStyle },
): GoogleOperation | YandexOperation;
export function fakeOperation(
  init: FakeOperationInit,
  { style = "yandex" }: { readonly style?: OperationStyle } = {},
): GoogleOperation | YandexOperation {
  const { id, done, error } = checkFakeOperation(init, style);
  const fields = {
    done,
    ...(init.metadata && { metadata: packed(init.metadata) }),
    ...(error && { result: { case: "error" as const, value: statusMessage(error) } }),
    ...(init.response && { result: { case: "response" as const, value: packed(init.response) } }),
  };
  return style === "google"
    ? create(GoogleOperationSchema, { name: id, ...fields })
    : create(YandexOperationSchema, { id, ...fields });
}

function packed({ schema, value }: FakePayload): Any {
  return anyPack(schema, create(schema, value));
}
