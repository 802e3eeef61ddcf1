import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import { isHttpFailure } from "../status/read-code.js";
import { members } from "../wire/members.js";
import type { Problem } from "../wire/problem.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { listedViolations } from "./listed-violations.js";
import { madeBadRequest } from "./made-details.js";

/** Whether a body is an object of no known shape, of an answer that is known to have failed. */
export function isPlainJson(body: JsonObject, { failed, httpStatus }: BodyContext): boolean {
  return failed && (httpStatus !== undefined || statusOf(body) !== undefined);
}

/** Decodes an object of no known shape: the message where it usually stands, the code by the HTTP status. */
export function decodePlainJson(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const problems: Problem[] = [];
  const violations = listedViolations(body);
  const [first] = [body.errors, body.error].find(Array.isArray) ?? [];
  const { message, detail, title } = members(first, "message", "detail", "title");
  return partsOfBody({
    http: [statusOf(body)],
    httpStatus,
    messages: [
      ...MESSAGES.map((name) => body[name] ?? body[capitalized(name)]),
      ...[message, detail, title, typeof first === "string" ? first : undefined],
      violations[0]?.[1],
    ],
    details: madeBadRequest(violations),
    problems,
  });
}

const MESSAGES = [
  ...["message", "errorMessage", "error_message", "msg", "description", "reason", "title"],
  "faultstring",
];

function statusOf({ status, statusCode }: JsonObject): unknown {
  return [status, statusCode].find(isHttpFailure);
}

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
