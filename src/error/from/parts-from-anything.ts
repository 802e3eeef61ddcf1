import { decodeAip193, isAip193 } from "../../dialects/aip-193.js";
import { decodeGoogleStatus, isGoogleStatus } from "../../dialects/google-status.js";
import { decodeOperationError, readOperation } from "../../dialects/operation.js";
import { isStatusMessage } from "../../dialects/status-message.js";
import { Code } from "../../status/code.js";
import type { ErrorParts } from "../../status/error-parts.js";
import { isError } from "../../wire/members.js";
import { type Problem, problem } from "../../wire/problem.js";
import { partsFromAbort } from "./abort-error.js";
import { partsFromCauses } from "./causes.js";
import { partsFromConnectError } from "./connect-error.js";
import { partsFromRpcError } from "./rpc-error.js";
import { partsFromServiceError } from "./service-error.js";
import { partsFromSystemError } from "./system-error.js";
import { describeValue } from "./unknown-value.js";

type Recognizer = (value: object) => ErrorParts | undefined;

/**
 * The shapes that are known, the more particular first: a `ConnectError` has a numeric `code` like a
 * `ServiceError`, and both look like a status message.
 */
const RECOGNIZERS: readonly Recognizer[] = [
  partsFromRpcError,
  partsFromConnectError,
  partsFromServiceError,
  partsFromAbort,
  partsFromSystemError,
  partsFromData,
];

/** Messages and JSON. Errors are none, though a database's may have a small number as its code. */
function partsFromData(value: object): ErrorParts | undefined {
  if (isError(value)) return undefined;
  // An envelope may have an id beside its error, like an operation; its status tells it apart.
  if (isAip193(value)) return decodeAip193(value);
  const failure = readOperation(value)?.error;
  if (failure !== undefined) return decodeOperationError(failure);
  if (isStatusMessage(value) && value.code !== Code.OK) return decodeGoogleStatus(value, "grpc");
  return isGoogleStatus(value) ? decodeGoogleStatus(value, "rest") : undefined;
}

/** Finds out what any value says about a failure. Total: what nobody recognises is UNKNOWN. */
export function partsFromAnything(value: unknown): ErrorParts {
  const problems: Problem[] = [];
  const recognize = (candidate: unknown) => recognizeObject(candidate, problems);
  const parts = recognize(value) ?? partsFromCauses(value, recognize);
  if (parts !== undefined) return parts;
  const message = describeValue(value);
  return { code: Code.UNKNOWN, message, details: [], origin: "local", via: "local", problems };
}

function recognizeObject(value: unknown, problems: Problem[]): ErrorParts | undefined {
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
