import { RpcError } from "../error/rpc-error.js";
import { member, members } from "../wire/members.js";
import {
  badRequestError,
  descriptionOf,
  MAX_VIOLATIONS,
  type Violation,
} from "./bad-request-error.js";
import { fieldPath, MAX_STEPS, step } from "./field-path.js";
import { readList } from "./read-list.js";
import { reasonName } from "./reason-name.js";

/**
 * Makes INVALID_ARGUMENT with a `BadRequest` of an error that carries issues of Standard Schema: of zod
 * (`ZodError`), valibot (`ValiError`), ArkType and others, `SchemaError`, and results `{ issues }`. For
 * `mapError` of a server's policy.
 *
 * It takes every such error for one about the request: catch those of your configuration, or of another
 * service's answer, before.
 *
 * @returns `undefined` for any other value. Total: never throws.
 * @see https://standardschema.dev
 */
export function mapStandardSchemaError(error: unknown): RpcError | undefined {
  if (error instanceof RpcError) return undefined;
  const issues = readIssues(error);
  return issues && badRequestError({ ...issues, cause: error });
}

/** The issues of an error as violations; `undefined` where it has none. */
export function readIssues(
  error: unknown,
): { readonly violations: readonly Violation[]; readonly total: number } | undefined {
  const issues = readList(member(error, "issues"), MAX_VIOLATIONS);
  if (issues === undefined) return undefined;
  const violations = issues.entries.flatMap(violationOf);
  return violations.length === 0 ? undefined : { violations, total: issues.total };
}

/** zod has a `code` for the kind of an issue, valibot a `type`. */
function violationOf(issue: unknown): Violation[] {
  const { message, path, code, type } = members(issue, "message", "path", "code", "type");
  if (typeof message !== "string") return [];
  const keys = readList(path, MAX_STEPS)?.entries ?? [];
  return [
    {
      field: fieldPath(keys.map((key) => step(isObject(key) ? member(key, "key") : key))),
      description: descriptionOf(message),
      reason: reasonName(code) || reasonName(type),
    },
  ];
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
