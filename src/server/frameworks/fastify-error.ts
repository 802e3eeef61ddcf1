import { member, members } from "../../wire/members.js";
import { readIssues } from "../map-standard-schema-error.js";
import { ajvViolations } from "./ajv-violations.js";
import type { StatedFailure } from "./stated-failure.js";

/** What @fastify/error puts on every error that it makes, those of applications included. */
const FASTIFY_ERROR = /* @__PURE__ */ Symbol.for("fastify-error-generic");
const VALIDATION = "FST_ERR_VALIDATION";

/**
 * Fastify's own errors, those of its plugins, others made with @fastify/error, and what its validation of a
 * request found.
 *
 * @see https://fastify.dev/docs/latest/Reference/Errors/
 */
export function fastifyError(error: Error): StatedFailure | undefined {
  const { code, statusCode, message, headers } = members(
    error,
    ...(["code", "statusCode", "message", "headers"] as const),
  );
  if (typeof code !== "string") return undefined;
  const made = member(error, FASTIFY_ERROR) === true;
  if (code === VALIDATION && !made) return { status: statusCode, ...validation(error) };
  return made || code.startsWith("FST_") ? { status: statusCode, message, headers } : undefined;
}

/**
 * What a validator found. Fastify marks whatever a validator gave or threw, so that a text is the client's
 * only where a validation library made it.
 */
function validation(error: Error): Omit<StatedFailure, "status"> {
  const { name, message } = members(error, "name", "message");
  const found = ajvViolations(error) ?? readIssues(error);
  if (found !== undefined) return found;
  return { message: name === "ValidationError" ? message : "the request is not valid" };
}
