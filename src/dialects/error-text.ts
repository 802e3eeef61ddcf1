import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import type { Problem } from "../wire/problem.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { constantName, madeErrorInfo } from "./made-details.js";
import { openAiCode } from "./openai-code.js";

/**
 * Whether a body has a text as its `error`: `{ error: "text" }` of Fireworks, `{ error: "invalid_grant",
 * error_description: "text" }` of OAuth, `{ statusCode: 404, error: "Not Found", message: "text" }` of
 * frameworks.
 */
export function isErrorText(body: JsonObject, { failed }: BodyContext): boolean {
  const { error } = body;
  if (typeof error !== "string" || error === "") return false;
  return failed || Object.keys(body).length === 1 || "error_description" in body;
}

/** Decodes a body whose `error` is a text. Total; a word beside the sentence becomes an `ErrorInfo`. */
export function decodeErrorText(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const { error, code, type, message, error_description, detail } = body;
  const status = [body.statusCode, body.status].find((value) => typeof value === "number");
  const slug = error_description === undefined ? code : error;
  const problems: Problem[] = [];
  return partsOfBody({
    code: openAiCode(slug ?? status, type, httpStatus),
    http: [status],
    httpStatus,
    messages: [error_description, message, detail, error],
    details:
      typeof slug === "string" ? [madeErrorInfo(constantName(slug), "", { code: slug, type })] : [],
    problems,
  });
}
