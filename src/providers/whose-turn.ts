import type { QuotaKind } from "../retry/exceeded-quota.js";
import type { Party } from "./provider.js";

/**
 * Whose turn it is, with what the quota tells that is used up for long: whoever can raise it comes before time; without
 * anybody else, and where somebody has to pay, it is the account's owner.
 */
export function whoseTurn(who: readonly Party[], kind: QuotaKind | undefined): readonly Party[] {
  switch (kind) {
    case "billing":
    case "billing-words":
      return ["account-owner"];
    case "resource-limit":
      return able(who);
    case "day-quota":
    case "day-quota-words":
      return [...able(who), "time"];
    default:
      return who;
  }
}

function able(who: readonly Party[]): readonly Party[] {
  const others = who.filter((party) => party !== "time");
  return others.length > 0 ? others : ["account-owner"];
}
