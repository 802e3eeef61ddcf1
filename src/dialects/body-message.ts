import { isJsonObject, member } from "../wire/members.js";
import { type Problem, problem } from "../wire/problem.js";
import { htmlMessage, isHtml } from "./html.js";

/** How many entries of a list become part of a message. */
const MAX_ENTRIES = 8;

/**
 * The message of a body: the first of these members that has text. Frameworks for validation send a list
 * of texts; what is of another type is a problem.
 */
export function bodyMessage(problems: Problem[], ...values: readonly unknown[]): string {
  let message = "";
  for (const value of values) {
    if (message !== "") break;
    if (typeof value === "string") message = value;
    else if (Array.isArray(value))
      message = value.slice(0, MAX_ENTRIES).map(textOf).filter(Boolean).join("; ");
    else if (value !== undefined && value !== null) {
      message = textOf(value);
      problems.push(problem("json", "the message is no string", message || typeof value));
    }
  }
  return isHtml(message) ? htmlMessage(message) : message;
}

function textOf(value: unknown): string {
  const text = isJsonObject(value) ? (member(value, "message") ?? member(value, "msg")) : value;
  return typeof text === "string" ? text : "";
}
