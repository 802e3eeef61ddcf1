import type { JsonObject } from "@bufbuild/protobuf";
import { member } from "../wire/members.js";
import { MAX_VIOLATIONS, type MadeViolation } from "./made-details.js";

const LISTS = ["errors", "invalid-params", "invalidParams", "violations"];
const FIELDS = ["pointer", "field", "name", "param", "propertyPath"];
const REASONS = ["detail", "reason", "message", "description", "defaultMessage"];

/**
 * The wrong fields that frameworks list in a body: entries as in RFC 9457's example and its ancestors, or
 * texts by field, as ASP.NET, Laravel and Rails have them.
 */
export function listedViolations(body: JsonObject): MadeViolation[] {
  const list = LISTS.map((name) => body[name]).find((value) => typeof value === "object");
  if (list === undefined || list === null) return [];
  if (Array.isArray(list)) {
    return list
      .slice(0, MAX_VIOLATIONS)
      .map((entry) => [first(entry, FIELDS), first(entry, REASONS)]);
  }
  return Object.keys(list)
    .slice(0, MAX_VIOLATIONS)
    .flatMap((field) => [member(list, field)].flat().map((text): MadeViolation => [field, text]));
}

function first(entry: unknown, names: readonly string[]): unknown {
  return names.map((name) => member(entry, name)).find((value) => typeof value === "string");
}
