import { RpcError } from "../error/rpc-error.js";
import { dynamicTextFindings } from "./lint/dynamic-text.js";
import {
  domainFindings,
  metadataKeyFindings,
  missingErrorInfo,
  reasonFindings,
} from "./lint/error-info.js";
import type { Finding, LintFinding, LintRule } from "./lint/finding.js";
import { debugInfoFindings, repeatedTypes, retryInfoFindings } from "./lint/list-of-details.js";
import {
  helpFindings,
  localeFindings,
  localizedTextFindings,
  violationFindings,
} from "./lint/texts.js";

/** How an error is linted. */
export interface LintOptions {
  /** Rules that the error need not keep. Default: none. */
  readonly ignore?: readonly LintRule[];
}

/** What each rule finds. */
const RULES: { readonly [Rule in LintRule]: (error: RpcError) => readonly Finding[] } = {
  "message-empty": ({ message }) =>
    message.trim() === "" ? [{ message: "the message is empty" }] : [],
  "error-info-missing": missingErrorInfo,
  "reason-grammar": reasonFindings,
  "domain-grammar": domainFindings,
  "metadata-key-grammar": metadataKeyFindings,
  "dynamic-text": dynamicTextFindings,
  "detail-type-repeated": repeatedTypes,
  "violation-incomplete": violationFindings,
  "locale-grammar": localeFindings,
  "localized-message-empty": localizedTextFindings,
  "help-link-incomplete": helpFindings,
  "debug-info-present": debugInfoFindings,
  "retry-info-useless": retryInfoFindings,
};

/**
 * Lists where an error departs from AIP-193 and the comments of google.rpc, so that a test can say that a
 * service's errors do not.
 *
 * What in a message is variable is guessed: quoted texts, numbers, ids, resource names and the like that
 * stand in no value of the `ErrorInfo`'s metadata.
 *
 * @example
 * expect(lintError(bookMissing("42"))).toEqual([]);
 *
 * @throws TypeError for what is no `RpcError`, and for a rule to ignore that is none.
 * @see https://google.aip.dev/193
 */
export function lintError(error: RpcError, { ignore = [] }: LintOptions = {}): LintFinding[] {
  if (!(error instanceof RpcError))
    throw new TypeError(`lintError needs an RpcError, not ${show(error)}`);
  const unknown = ignore.find((rule) => !Object.hasOwn(RULES, rule));
  if (unknown !== undefined) throw new TypeError(`there is no rule ${show(unknown)}`);
  const rules = (Object.keys(RULES) as LintRule[]).filter((rule) => !ignore.includes(rule));
  return rules.flatMap((rule) => RULES[rule](error).map((finding) => ({ rule, ...finding })));
}

function show(value: unknown): string {
  if (typeof value === "object" && value !== null) return "another object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
