import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { listedViolations } from "./listed-violations.js";
import { madeBadRequest, madeErrorInfo } from "./made-details.js";

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
      ...madeBadRequest(listedViolations(body)),
    ],
    problems: [],
  });
}
