import type { QuotaKind } from "../retry/exceeded-quota.js";
import type { Party } from "./provider.js";

/** Quotas that time does not free, or not soon. */
const LASTING: readonly (QuotaKind | undefined)[] = [
  ...(["billing", "billing-words", "resource-limit", "day-quota", "day-quota-words"] as const),
];

/**
 * Whose turn it is, with what the quota tells: where a limit lasts, whoever can raise it comes before time; without
 * anybody else it is the account's owner.
 */
export function whoseTurn(who: readonly Party[], kind: QuotaKind | undefined): readonly Party[] {
  if (!LASTING.includes(kind)) return who;
  const others = who.filter((party) => party !== "time");
  const able: readonly Party[] = others.length > 0 ? others : ["account-owner"];
  return kind === "day-quota" || kind === "day-quota-words" ? [...able, "time"] : able;
}
