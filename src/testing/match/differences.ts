import { RpcError } from "../../error/rpc-error.js";
import { codeName, type ErrorCode } from "../../status/code.js";
import { detailToJson } from "../../status/details/detail-json.js";
import type { CheckedExpectation, CheckedMembers } from "./check-expectation.js";
import type { WantedDetail } from "./expected-details.js";
import type { MatcherContext } from "./matcher-context.js";
import { sameDetails } from "./same-details.js";
import { shownValue } from "./shown-value.js";

/** In what an error differs from what is expected, a line each; empty where it does not. */
export function differences(
  error: RpcError,
  expected: CheckedExpectation,
  context: MatcherContext,
): string[] {
  if (expected instanceof RpcError) return differencesOfErrors(error, expected, context);
  return Object.entries(expected).flatMap(([name, wanted]) =>
    name === "details"
      ? missingDetails(error, wanted as readonly WantedDetail[], context)
      : differenceOf(name as ReadName, error, wanted, context),
  );
}

type ReadName = Exclude<keyof CheckedMembers, "details">;

/** Where the members stand whose names differ. */
function readMember(name: ReadName, error: RpcError): unknown {
  return name === "fields" ? error.fieldViolations.map(({ field }) => field) : error[name];
}

function differenceOf(
  name: ReadName,
  error: RpcError,
  wanted: unknown,
  { equals, utils: { EXPECTED_COLOR, RECEIVED_COLOR } }: MatcherContext,
): string[] {
  const actual = readMember(name, error);
  const isFound = wanted instanceof RegExp && typeof actual === "string";
  // Unlike `test`, `search` does not go on where a sticky or global one stopped before.
  if (isFound ? actual.search(wanted) >= 0 : equals(actual, wanted)) return [];
  const show = name === "code" ? nameOf : shownValue;
  const expectation = wanted === undefined ? "none" : EXPECTED_COLOR(show(wanted));
  const found = actual === undefined ? "there is none" : `it is ${RECEIVED_COLOR(show(actual))}`;
  return [`${name}: expected ${expectation}, but ${found}`];
}

function missingDetails(
  { details }: RpcError,
  wanted: readonly WantedDetail[],
  context: MatcherContext,
): string[] {
  if (wanted.length === 0 && details.length > 0)
    return [`details: expected none, but there are ${details.length}`];
  return wanted.flatMap(({ type, shown, isIn }) => {
    if (details.some((detail) => isIn(detail, context))) return [];
    const fields =
      shown === undefined ? "" : ` with ${context.utils.EXPECTED_COLOR(shownValue(shown))}`;
    const sameType = details.some((detail) => detail.type === type);
    return [`details: expected ${type}${fields}, but there is ${sameType ? "another" : "none"}`];
  });
}

function differencesOfErrors(
  error: RpcError,
  expected: RpcError,
  context: MatcherContext,
): string[] {
  const { code, message } = expected;
  const lines = differences(error, { code, message }, context);
  if (sameDetails(error.details, expected.details, context)) return lines;
  const wanted = context.utils.EXPECTED_COLOR(shownValue(expected.details.map(detailToJson)));
  return [...lines, `details: expected ${wanted}, but they are others`];
}

function nameOf(code: unknown): string {
  return codeName(code as ErrorCode);
}
