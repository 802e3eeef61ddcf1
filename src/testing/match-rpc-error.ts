import { RpcError } from "../error/rpc-error.js";
import { member } from "../wire/members.js";
import { checkExpectation } from "./match/check-expectation.js";
import { differences } from "./match/differences.js";
import type { ExpectedRpcError } from "./match/expectation.js";
import { matchText } from "./match/match-text.js";
import type { MatcherContext, MatcherResult } from "./match/matcher-context.js";

/**
 * Matchers for `expect.extend` of vitest and of jest.
 *
 * @example
 * expect.extend(rpcErrorMatchers);
 * expect(error).toMatchRpcError("NOT_FOUND");
 * await expect(getBook("42")).rejects.toMatchRpcError({ reason: "BOOK_MISSING" });
 */
export const rpcErrorMatchers = {
  /** See {@link RpcErrorMatchers.toMatchRpcError}. */
  toMatchRpcError,
};

/** What {@link rpcErrorMatchers} add to the types of `expect`; `Result` is what its own matchers return. */
export interface RpcErrorMatchers<Result = unknown> {
  /**
   * Whether what was thrown or received is the error that is expected, read by `RpcError.from`: a grpc-js
   * `ServiceError` or a `ConnectError` will do just as well as an `RpcError`.
   *
   * @param expected - a code, what has to stand in the error, or an `RpcError` that it has to be like.
   * @throws TypeError that names the value, for an expectation that is none.
   */
  toMatchRpcError(expected: ExpectedRpcError): Result;
}

function toMatchRpcError(
  this: MatcherContext,
  received: unknown,
  expected: ExpectedRpcError,
): MatcherResult {
  const expectation = checkExpectation(expected);
  const mistake = mistakeOf(received);
  // Neither with `not` nor without: whoever forgot to wait has tested nothing.
  if (mistake !== undefined) return { pass: this.isNot === true, message: () => mistake };
  if (received === undefined || received === null)
    return { pass: false, message: () => matchText(this, [`there is no error: ${received}`]) };
  const error = RpcError.from(received);
  const found = differences(error, expectation, this);
  if (found.length > 0 && isResponse(received)) found.push(UNREAD_BODY);
  return { pass: found.length === 0, message: () => matchText(this, found, error) };
}

const UNREAD_BODY =
  "the body of a Response cannot be read at once: match `await errorFromResponse(response)`";

function mistakeOf(received: unknown): string | undefined {
  if (typeof received === "function")
    return "toMatchRpcError takes what was thrown, and got a function: call it, and catch";
  if (typeof member(received, "then") === "function")
    return "toMatchRpcError takes an error, and got a promise: await expect(promise).rejects.toMatchRpcError(…)";
  return undefined;
}

function isResponse(received: unknown): boolean {
  return typeof member(received, "arrayBuffer") === "function";
}
