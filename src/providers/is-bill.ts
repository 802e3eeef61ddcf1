import type { ExplainedQuota } from "./details/explained-quota.js";

/** Whether a quota is a matter of what was paid. */
export function isBill(quota: ExplainedQuota | undefined): boolean {
  return quota?.kind === "billing" || quota?.kind === "billing-words";
}
