import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import { member } from "../wire/members.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { MAX_VIOLATIONS, madeBadRequest, madeErrorInfo } from "./made-details.js";

const MEDIA_TYPE = /^application\/problem\+json/i;

/**
 * Whether a body is a problem document: `{ type, title, status, detail, instance }`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function isProblemJson(
  body: JsonObject,
  { failed, contentType = "" }: BodyContext,
): boolean {
  if (MEDIA_TYPE.test(contentType)) return true;
  const { title, detail, status, type, instance } = body;
  if (!failed || typeof title !== "string") return false;
  if ([detail, type, instance].some((value) => typeof value === "string")) return true;
  return typeof status !== "object" && Number(status) >= 400;
}

/** Decodes a problem document; what it says beside its message becomes details. Total. */
export function decodeProblemJson(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const { type, title, instance, detail, status, code } = body;
  const named = typeof type === "string" && type !== "" && type !== "about:blank";
  return partsOfBody({
    grpc: [code],
    http: [status],
    httpStatus,
    messages: [detail, title],
    details: [
      ...(named ? [madeErrorInfo("", "", { type, title, instance })] : []),
      ...madeBadRequest(violationsOf(body)),
    ],
    problems: [],
  });
}

const LISTS = ["errors", "invalid-params", "invalidParams", "violations"];
const FIELDS = ["pointer", "field", "name", "param", "propertyPath"];
const REASONS = ["detail", "reason", "message", "description"];

/** The lists that RFC 9457's example and its ancestors have, or ASP.NET's `{ field: ["text"] }`. */
function violationsOf(body: JsonObject) {
  const list = LISTS.map((name) => body[name]).find((value) => typeof value === "object");
  if (list === undefined || list === null) return [];
  if (Array.isArray(list))
    return list
      .slice(0, MAX_VIOLATIONS)
      .map((one) => [first(one, FIELDS), first(one, REASONS)] as const);
  return Object.entries(list)
    .slice(0, MAX_VIOLATIONS)
    .map(([field, texts]) => [field, Array.isArray(texts) ? texts[0] : texts] as const);
}

function first(entry: unknown, names: readonly string[]): unknown {
  return names.map((name) => member(entry, name)).find((value) => typeof value === "string");
}
