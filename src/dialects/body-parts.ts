import type { Detail } from "../status/details/detail.js";
import type { ErrorParts } from "../status/error-parts.js";
import { isHttpFailure, readCode } from "../status/read-code.js";
import type { Problem } from "../wire/problem.js";
import { type CodeClaims, settleBodyCode } from "./body-code.js";
import { bodyMessage } from "./body-message.js";

/** What a dialect found in a body, member by member. */
export interface BodyReading extends CodeClaims {
  /** Members that may hold the message, the best first. */
  readonly messages: readonly unknown[];
  readonly details?: readonly Detail[];
  readonly problems: Problem[];
}

/** What a body says: its code and message settled, spoken by the service itself. */
export function partsOfBody({ messages, problems, ...claims }: BodyReading): ErrorParts {
  const code = settleBodyCode(claims, problems);
  return {
    code,
    message: bodyMessage(problems, ...messages),
    details: claims.details ?? [],
    origin: "server",
    via: "rest",
    httpStatus: httpStatusOf(claims),
    problems,
  };
}

/** The answer's status where it says failure, else the one that the body states. */
function httpStatusOf({ grpc = [], http = [], httpStatus }: CodeClaims): number | undefined {
  if (isHttpFailure(httpStatus)) return httpStatus;
  return [...grpc, ...http].map((value) => readCode(value).http).find(Boolean);
}
