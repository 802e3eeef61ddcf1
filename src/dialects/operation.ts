import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import { isError, isObject, member, members } from "../wire/members.js";
import { decodeGoogleStatus } from "./google-status.js";
import { innerError } from "./inner-error.js";
import { isOkStatus } from "./status-message.js";

/** The members that `yandex.cloud.operation.Operation` and `google.longrunning.Operation` share. */
export interface OperationFields {
  /** Yandex's `id` or Google's `name`. */
  readonly id: string;
  readonly done: boolean;
  readonly metadata: unknown;
  readonly response: unknown;
  /** The status as it came; `undefined` where there is none or its code is 0. */
  readonly error: object | undefined;
}

const TYPES = new Set(["yandex.cloud.operation.Operation", "google.longrunning.Operation"]);

/**
 * Reads an Operation: a message of protobuf-es, protobufjs, proto-loader or ts-proto, its JSON, or what
 * google-gax wraps around it. `undefined` for a value that is none. JSON leaves `done` out where it is
 * false, so an id together with `error`, `response`, `metadata` or `done` makes an operation, and so does
 * all that one has which has only begun. Total.
 */
export function readOperation(value: unknown): OperationFields | undefined {
  const operation = messageOf(value);
  return isObject(operation) && !isError(operation) ? readFields(operation) : undefined;
}

/** What the service answered last: google-gax's own object has less, an error without its details. */
export function messageOf(value: unknown): unknown {
  const latest = member(value, "latestResponse");
  return isObject(latest) ? latest : value;
}

function readFields(value: object): OperationFields | undefined {
  const fields = members(value, ...MEMBERS);
  const id = fields.id ?? fields.name;
  const done = fields.done ?? false;
  if (typeof id !== "string" || typeof done !== "boolean") return undefined;
  const type = fields.$typeName ?? fields.$type;
  const typed = typeof type === "string" && TYPES.has(type);
  if (!typed && !MARKS.some((name) => hasMember(value, name)) && !isFresh(value, fields)) return;
  return { id, done, metadata: fields.metadata ?? undefined, ...readResult(fields) };
}

const MARKS = ["done", "error", "response", "metadata"] as const;
const MEMBERS = ["$typeName", "$type", "id", "name", "result", ...MARKS] as const;

function hasMember(value: object, name: string): boolean {
  try {
    return name in value;
  } catch {
    return false;
  }
}

/**
 * Whether an object without any of the marks is an operation that has only begun, of a method without metadata:
 * `{ name: "operations/7" }`, or Yandex Cloud's with who asked for it, and when.
 */
function isFresh(value: object, { id, name }: { readonly id: unknown; readonly name: unknown }) {
  if (id === undefined) return typeof name === "string" && GOOGLE_NAME.test(name);
  return YANDEX_MARKS.every((names) => names.some((one) => hasMember(value, one)));
}

/** @see https://google.aip.dev/151 */
const GOOGLE_NAME = /(^|\/)operations\/[^/]+$/;

/** No resource has all three. */
const YANDEX_MARKS = [
  ["createdAt", "created_at"],
  ["createdBy", "created_by"],
  ["modifiedAt", "modified_at"],
] as const;

type Members = { readonly [Name in (typeof MEMBERS)[number]]: unknown };

function readResult({ result, ...fields }: Members): Pick<OperationFields, "error" | "response"> {
  // protobuf-es has { case, value }, ts-proto's unions { $case, … }; protobufjs a string, which says
  // nothing new.
  const oneof = members(result, "case", "$case", "value", "error", "response");
  const chosen = oneof.case ?? oneof.$case;
  const error = chosen === "error" ? (oneof.value ?? oneof.error) : fields.error;
  const response = chosen === "response" ? (oneof.value ?? oneof.response) : fields.response;
  const failed = typeof error === "object" && error !== null && !isOkStatus(error);
  return { error: failed ? error : undefined, response: response ?? undefined };
}

/** Whether a body is an Operation that failed: its `error` is a status with the gRPC number. */
export function isFailedOperation(body: JsonObject): boolean {
  if (readOperation(body)?.error === undefined) return false;
  const { code, status, type } = innerError(body) ?? {};
  // `done` leaves no doubt. ProtoJSON drops it where it is false; other bodies may have an id as well.
  if (body.done !== undefined) return true;
  return typeof code === "number" && code < 100 && status === undefined && type === undefined;
}

/** Decodes an Operation that failed. Total. */
export function decodeFailedOperation(body: JsonObject): ErrorParts {
  return decodeOperationError(readOperation(body)?.error ?? {});
}

/** Decodes the `error` of an Operation, message or JSON. Total. */
export function decodeOperationError(error: object): ErrorParts {
  return { ...decodeGoogleStatus(error, "operation"), dialect: "operation" };
}
