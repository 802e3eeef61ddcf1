import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import { member } from "../wire/members.js";
import type { Problem } from "../wire/problem.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";

/** Whether a body is an object of no known shape, of an answer that is known to have failed. */
export function isPlainJson(_: JsonObject, { failed, httpStatus }: BodyContext): boolean {
  return failed && httpStatus !== undefined;
}

/** Decodes an object of no known shape: the message where it usually stands, the code by the HTTP status. */
export function decodePlainJson(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const problems: Problem[] = [];
  const [first] = Array.isArray(body.errors) ? body.errors : [];
  return partsOfBody({
    httpStatus,
    messages: [
      ...MESSAGES.map((name) => body[name] ?? body[capitalized(name)]),
      member(first, "message"),
    ],
    problems,
  });
}

const MESSAGES = ["message", "errorMessage", "msg", "description", "reason", "title"];

function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
