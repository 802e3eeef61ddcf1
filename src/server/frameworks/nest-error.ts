import { isError, member, members } from "../../wire/members.js";
import { descriptionOf, MAX_VIOLATIONS, type Violation } from "../bad-request-error.js";
import { fieldPath, MAX_STEPS, stepFromText } from "../field-path.js";
import { readList } from "../read-list.js";
import { violationFromText } from "./nest-text.js";
import type { StatedFailure } from "./stated-failure.js";

/** Statuses under which a list of texts is a list of wrong fields. */
const INVALID: readonly unknown[] = [400, 422];

/**
 * Nest's `HttpException`: what its own filter would answer with is for the client. Its pipes list the texts
 * of validators, or group them by field.
 *
 * @see https://docs.nestjs.com/exception-filters
 */
export function nestError(error: Error): StatedFailure | undefined {
  const { getStatus, getResponse } = members(error, "getStatus", "getResponse");
  if (typeof getStatus !== "function" || typeof getResponse !== "function") return undefined;
  const status: unknown = getStatus.call(error);
  const response: unknown = getResponse.call(error);
  if (typeof response === "string") return { status, message: response };
  // Nest keeps the text of an error that stands in place of the body to itself.
  if (isError(response)) return { status };
  const { message, error: word } = members(response, "message", "error");
  if (typeof message === "string") return { status, message };
  const listed = INVALID.includes(status) ? listedTexts(message) : undefined;
  // A body of the application's own, as in Nest's documentation: `{ status, error: "…" }`.
  return listed === undefined
    ? { status, message: firstText(message) ?? word }
    : { status, ...listed };
}

type Listed = Required<Pick<StatedFailure, "violations" | "total">>;

function listedTexts(message: unknown): Listed | undefined {
  const list = readList(message, MAX_VIOLATIONS);
  if (list === undefined) return groupedTexts(message);
  const violations = list.entries.filter((text) => typeof text === "string").map(violationFromText);
  return violations.length === 0 ? undefined : { violations, total: list.total };
}

/** `{ "items.0.name": ["must not be empty"] }`. */
function groupedTexts(message: unknown): Listed | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const violations = Object.keys(message).flatMap((path) =>
    (readList(member(message, path), MAX_VIOLATIONS)?.entries ?? []).map(
      (text): Violation => ({
        field: fieldPath(path.split(".", MAX_STEPS).map(stepFromText)),
        description: descriptionOf(text),
        reason: "",
      }),
    ),
  );
  const total = violations.length;
  return total === 0 ? undefined : { violations: violations.slice(0, MAX_VIOLATIONS), total };
}

function firstText(message: unknown): unknown {
  return readList(message, 1)?.entries[0];
}
