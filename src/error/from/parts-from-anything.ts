import { decodeGoogleStatus } from "../../dialects/google-status.js";
import { decodeOperationError, readOperation } from "../../dialects/operation.js";
import { partsFromBody } from "../../dialects/parts-from-body.js";
import { unpackMessage } from "../../dialects/parts-from-text.js";
import { isOkStatus, isStatusMessage } from "../../dialects/status-message.js";
import { Code } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { isError } from "../../wire/members.js";
import { type Problem, problem } from "../../wire/problem.js";
import { partsFromAbort } from "./abort-error.js";
import { partsFromChain } from "./causes.js";
import { partsFromConnectError } from "./connect-error.js";
import { partsFromMessage } from "./error-message.js";
import { partsFromGoogleError } from "./google-error.js";
import { partsFromHttpError } from "./http-error.js";
import { partsFromRpcError } from "./rpc-error.js";
import { partsFromServiceError } from "./service-error.js";
import { partsFromSystemError } from "./system-error.js";
import { describeValue } from "./unknown-value.js";

type Recognizer = (value: object) => ErrorParts | undefined;

/**
 * The shapes that are known, the more particular first: a `ConnectError` has a numeric `code` like a
 * `ServiceError`, and both look like a status message. The text of an error tells least.
 */
const RECOGNIZERS: readonly Recognizer[] = [
  partsFromRpcError,
  partsFromConnectError,
  partsFromServiceError,
  partsFromHttpError,
  partsFromGoogleError,
  partsFromAbort,
  partsFromSystemError,
  partsFromData,
  partsFromMessage,
];

/** Messages and JSON. Errors are none, though a database's may have a small number as its code. */
function partsFromData(value: object): ErrorParts | undefined {
  if (isError(value)) return undefined;
  if (isStatusMessage(value))
    return isOkStatus(value) ? undefined : decodeGoogleStatus(value, "grpc");
  // An operation as a message, whose members are no JSON.
  const failure =
    "$typeName" in value || "result" in value ? readOperation(value)?.error : undefined;
  if (failure !== undefined) return decodeOperationError(failure);
  const parts = partsFromBody(value, { failed: true });
  return parts && unpackMessage(parts, { failed: true });
}

/** Finds out what any value says about a failure. Total: what nobody recognises is UNKNOWN. */
export function partsFromAnything(value: unknown): ErrorParts {
  const problems: Problem[] = [];
  const parts = partsFromChain(value, (candidate) => recognizeOne(candidate, problems));
  if (parts !== undefined) return parts;
  const message = describeValue(value);
  return { code: Code.UNKNOWN, message, details: [], origin: "local", via: "local", problems };
}

function recognizeOne(value: unknown, problems: Problem[]): ErrorParts | undefined {
  if (typeof value === "string") return partsFromMessage(value);
  if (typeof value !== "object" || value === null) return undefined;
  for (const recognizer of RECOGNIZERS) {
    try {
      const parts = recognizer(value);
      if (parts !== undefined) return parts;
    } catch (cause) {
      // A proxy or a getter that throws in the middle: another shape may still fit.
      problems.push(problem("unreadable", "reading it threw", cause));
    }
  }
  return undefined;
}
