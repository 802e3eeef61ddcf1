import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import { isJsonObject, member, members } from "../wire/members.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { constantName, MAX_VIOLATIONS, madeBadRequest } from "./made-details.js";
import { openAiCode } from "./openai-code.js";

/** Whether a body is FastAPI's, as many inference servers answer: `detail` a text, an object, or a list. */
export function isDetailText({ detail, title }: JsonObject, { failed }: BodyContext): boolean {
  return (
    failed && title === undefined && (typeof detail === "string" || typeof detail === "object")
  );
}

/** Decodes a body of FastAPI; a list of `{ loc, msg, type }` becomes a `BadRequest`. Total. */
export function decodeDetailText(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const { detail, code, type } = body;
  const entries: readonly unknown[] = Array.isArray(detail) ? detail.slice(0, MAX_VIOLATIONS) : [];
  const inner = isJsonObject(detail) ? detail : {};
  return partsOfBody({
    code: openAiCode(code ?? inner.code, type ?? inner.type, httpStatus),
    httpStatus,
    messages: [
      member(entries[0], "msg"),
      detail,
      inner.message,
      inner.msg,
      inner.error,
      body.message,
    ],
    details: madeBadRequest(
      entries.map((entry) => {
        const { loc, msg, type } = members(entry, "loc", "msg", "type");
        return [Array.isArray(loc) ? pathOf(loc) : loc, msg, constantName(type)] as const;
      }),
    ),
    problems: [],
  });
}

/** How deep a field is looked for: deeper than any form. */
const MAX_PATH = 32;

/** `["body", "authors", 0]` is `body.authors.0`. */
function pathOf(loc: readonly unknown[]): string {
  const steps = loc.slice(0, MAX_PATH).filter((step) => typeof step !== "object");
  return steps.join(".");
}
