import { RpcError } from "../error/rpc-error.js";
import { member, members } from "../wire/members.js";
import { shorten } from "../wire/shorten.js";
import {
  badRequestError,
  descriptionOf,
  MAX_VIOLATIONS,
  type Violation,
} from "./bad-request-error.js";
import { fieldPath, MAX_STEPS, step, subscript } from "./field-path.js";
import { readList } from "./read-list.js";
import { reasonName } from "./reason-name.js";

/** Characters of the full name of an extension. */
const MAX_EXTENSION = 200;

/**
 * Makes INVALID_ARGUMENT with a `BadRequest` of what protovalidate found: its `ValidationError`, or a
 * `buf.validate.Violations` message. The id of a rule becomes the reason: `string.min_len` is
 * `STRING_MIN_LEN`. For `mapError` of a server's policy.
 *
 * @returns `undefined` for any other value, protovalidate's errors about broken rules included. Total: never
 *   throws.
 * @see https://protovalidate.com
 */
export function mapProtovalidateError(error: unknown): RpcError | undefined {
  if (error instanceof RpcError) return undefined;
  const list = readList(member(error, "violations"), MAX_VIOLATIONS);
  if (list === undefined) return undefined;
  const violations = list.entries.flatMap(violationOf);
  if (violations.length === 0) return undefined;
  return badRequestError({ violations, total: list.total, cause: error });
}

function violationOf(violation: unknown): Violation[] {
  const { message, ruleId, field, forKey } = members(
    violation,
    ...(["message", "ruleId", "field", "forKey"] as const),
  );
  if (typeof ruleId !== "string") return [];
  const said = message === "" && ruleId !== "" ? `violates ${ruleId}` : message;
  return [
    {
      field: fieldPath(stepsOf(field)),
      // The path is that of the entry, which is fine.
      description: descriptionOf(forKey === true ? `the key: ${descriptionOf(said)}` : said),
      reason: reasonName(ruleId),
    },
  ];
}

/** A path of protobuf-es, or the elements of a `buf.validate.FieldPath`. */
function stepsOf(field: unknown): string[] {
  const elements = readList(field, MAX_STEPS) ?? readList(member(field, "elements"), MAX_STEPS);
  return (elements?.entries ?? []).map((element) => stepOf(element) ?? elementSteps(element));
}

/** A step of a path of protobuf-es. */
function stepOf(element: unknown): string | undefined {
  const { kind, name, typeName, index, key } = members(
    element,
    ...(["kind", "name", "typeName", "index", "key"] as const),
  );
  if (kind === "field" || kind === "oneof") return step(name);
  if (kind === "extension")
    return extensionStep(`[${typeof typeName === "string" ? typeName : "*"}]`);
  if (kind === "list_sub") return subscript(index);
  return kind === "map_sub" ? subscript(key) : undefined;
}

/** The steps of an element of the message: a field, and where in it. */
function elementSteps(element: unknown): string {
  const { fieldName, subscript: place } = members(element, "fieldName", "subscript");
  const { case: kind, value } = members(place, "case", "value");
  const isExtension = typeof fieldName === "string" && fieldName.startsWith("[");
  const own = isExtension ? extensionStep(fieldName) : step(fieldName);
  return kind === undefined ? own : own + subscript(value);
}

/** The name of an extension stands in brackets, which a `FieldPath` brings along. */
function extensionStep(name: string): string {
  return shorten(name, MAX_EXTENSION);
}
