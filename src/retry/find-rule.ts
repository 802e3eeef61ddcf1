import { codeName, type ErrorCode } from "../status/code.js";
import type { FailureKind } from "./failure-kind.js";
import { type HintClass, RETRY_RULES, type RetryRule } from "./retry-rules.js";

/** What the table of decisions asks of a failure. */
export interface RetryFacts {
  readonly kind: FailureKind;
  readonly code: ErrorCode;
  readonly hint: HintClass;
  /** Whether the call may happen twice: it is idempotent, or did not happen at all. */
  readonly safe: boolean;
  readonly refreshed: boolean;
}

/** The first rule that fits. */
export function findRule(facts: RetryFacts): RetryRule {
  const rule = RETRY_RULES.find((candidate) => fits(candidate, facts));
  if (rule === undefined) throw new RangeError(`no rule for ${codeName(facts.code)}`);
  return rule;
}

function fits({ kinds, codes, hints, safe, refreshed }: RetryRule, facts: RetryFacts): boolean {
  return (
    (kinds?.includes(facts.kind) ?? true) &&
    (codes?.includes(codeName(facts.code)) ?? true) &&
    (hints?.includes(facts.hint) ?? true) &&
    (safe ?? facts.safe) === facts.safe &&
    (refreshed ?? facts.refreshed) === facts.refreshed
  );
}
