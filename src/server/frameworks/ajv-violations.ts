import { members } from "../../wire/members.js";
import { descriptionOf, MAX_VIOLATIONS, type Violation } from "../bad-request-error.js";
import { fieldPath, MAX_STEPS, step, stepFromText } from "../field-path.js";
import { readList } from "../read-list.js";
import { reasonName } from "../reason-name.js";

/** Characters of a JSON pointer that are read. */
const MAX_POINTER = 2000;

/** Where Ajv names the member that a rule of its parent is about. */
const MEMBERS_IN_PARAMS = ["missingProperty", "additionalProperty", "unevaluatedProperty"] as const;

/**
 * The entries of Ajv on a validation error of Fastify. Paths of the body begin in it; those of other parts
 * of the request with its name, such as `params.id`.
 *
 * @see https://ajv.js.org/api.html#error-objects
 */
export function ajvViolations(
  error: Error,
): { readonly violations: readonly Violation[]; readonly total: number } | undefined {
  const { validation, validationContext, errors } = members(
    error,
    ...(["validation", "validationContext", "errors"] as const),
  );
  // Ajv's asynchronous schemas reject with an error of their own.
  const list = readList(validation === true ? errors : validation, MAX_VIOLATIONS);
  if (list === undefined) return undefined;
  const part =
    typeof validationContext === "string" && validationContext !== "body"
      ? [step(validationContext)]
      : [];
  return { violations: list.entries.map((entry) => violationOf(entry, part)), total: list.total };
}

function violationOf(entry: unknown, part: readonly string[]): Violation {
  const { instancePath, keyword, message, params } = members(
    entry,
    ...(["instancePath", "keyword", "message", "params"] as const),
  );
  const inside = Object.values(members(params, ...MEMBERS_IN_PARAMS)).find(
    (name) => typeof name === "string",
  );
  const steps = [
    ...part,
    ...pointerSteps(instancePath),
    ...(inside === undefined ? [] : [step(inside)]),
  ];
  return {
    field: fieldPath(steps),
    description: descriptionOf(message),
    reason: reasonName(keyword),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
function pointerSteps(pointer: unknown): string[] {
  if (typeof pointer !== "string") return [];
  const segments = pointer.slice(0, MAX_POINTER).split("/", MAX_STEPS).slice(1);
  return segments.map((segment) =>
    stepFromText(segment.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}
