import { type HttpAnswer, type HttpAnswerOptions, partsFromHttp } from "../dialects/http-answer.js";
import { RpcError } from "../error/rpc-error.js";

/**
 * The error in an answer over HTTP, of whatever client; `undefined` for a success. A 200 that carries an
 * error is an error.
 *
 * @example
 * const error = errorFromHttp({ status: answer.statusCode, headers: answer.headers, body: text });
 * if (error) throw error;
 *
 * @throws TypeError for an answer without a status of three digits, or an unknown `family`. Nothing that
 *   came over the wire throws.
 */
export function errorFromHttp(
  answer: HttpAnswer,
  options: HttpAnswerOptions = {},
): RpcError | undefined {
  if (typeof answer !== "object" || answer === null) {
    throw new TypeError(`answer must be an object with a status, not ${String(answer)}`);
  }
  const { status } = answer;
  // Up to 999: some servers answer so, and every client passes it on.
  if (!Number.isInteger(status) || status < 100 || status > 999) {
    throw new TypeError(`status must be an HTTP status, 100 to 599, not ${String(status)}`);
  }
  checkFamily(options);
  const parts = partsFromHttp(answer, options);
  return parts && RpcError.fromParts(parts);
}

/** @throws TypeError that names the family, where it is none. */
export function checkFamily({ family }: HttpAnswerOptions): void {
  if (family !== undefined && family !== "rest" && family !== "transport") {
    throw new TypeError(`family must be "rest" or "transport", not ${JSON.stringify(family)}`);
  }
}
