import { RpcError } from "../../error/rpc-error.js";
import { Code, type CodeName, type ErrorCode } from "../../status/code.js";
import { showValue } from "../../wire/show-value.js";
import type { RpcErrorExpectation } from "./expectation.js";
import { checkExpectedDetails } from "./expected-details.js";
import { isMatcher } from "./is-matcher.js";

/** An expectation whose members are what they have to be, its code a number. */
export type CheckedExpectation = RpcError | CheckedMembers;

/** The members that are expected, by name. */
export type CheckedMembers = { readonly [Name in keyof RpcErrorExpectation]: unknown };

/**
 * Reads what a matcher was called with.
 *
 * @throws TypeError that names the value: an expectation that nothing can fail, or fulfil, is a mistake.
 */
export function checkExpectation(expected: unknown): CheckedExpectation {
  if (expected instanceof RpcError) return expected;
  if (typeof expected === "string" || typeof expected === "number")
    return { code: checkedCode(expected) };
  if (!isPlainObject(expected) || isMatcher(expected)) {
    throw new TypeError(
      `toMatchRpcError needs a code, an object or an RpcError, not ${show(expected)}`,
    );
  }
  const names = Object.keys(expected);
  if (names.length === 0) throw new TypeError("toMatchRpcError needs a member: {} says nothing");
  return Object.fromEntries(names.map((name) => [name, checkMember(name, expected[name])]));
}

interface Kind {
  readonly wants: string;
  readonly fits: (value: unknown) => boolean;
}

const TEXT: Kind = {
  wants: "a string or a RegExp",
  fits: (value) => typeof value === "string" || value instanceof RegExp,
};
const NUMBER: Kind = { wants: "a number", fits: (value) => typeof value === "number" };
const LIST: Kind = {
  wants: "a list of strings",
  fits: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === "string" || isMatcher(one)),
};

/** What each member may be; besides, all take matchers, and those that an error may lack `null`. */
const KINDS: { readonly [Name in Exclude<keyof RpcErrorExpectation, "code" | "details">]-?: Kind } =
  {
    message: TEXT,
    reason: TEXT,
    domain: TEXT,
    httpStatus: NUMBER,
    origin: TEXT,
    via: TEXT,
    dialect: TEXT,
    fields: LIST,
    retryDelayMs: NUMBER,
    requestIds: LIST,
  };

/** What an error may not have. `undefined` is the same: a variable that was forgotten must not match all. */
const OPTIONAL = new Set(["reason", "domain", "httpStatus", "dialect", "retryDelayMs"]);

function checkMember(name: string, value: unknown): unknown {
  if (name === "code") return checkedCode(value);
  if (name === "details") return checkExpectedDetails(value);
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;
  if (kind === undefined) {
    const known = ["code", "details", ...Object.keys(KINDS)].join(", ");
    throw new TypeError(`toMatchRpcError knows no ${show(name)}, but ${known}`);
  }
  if (isMatcher(value) || kind.fits(value)) return value;
  if ((value === null || value === undefined) && OPTIONAL.has(name)) return undefined;
  throw new TypeError(`${name} must be ${kind.wants}, not ${show(value)}`);
}

function checkedCode(code: unknown): ErrorCode {
  if (typeof code !== "string" && typeof code !== "number")
    throw new TypeError(`code must be a name such as "NOT_FOUND", not ${show(code)}`);
  // Throws where the code is none.
  RpcError.is(undefined, code as CodeName | ErrorCode);
  return (typeof code === "string" ? Code[code as CodeName] : code) as ErrorCode;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RegExp)
  );
}

function show(value: unknown): string {
  return typeof value === "object" && value !== null ? "another object" : showValue(value);
}
