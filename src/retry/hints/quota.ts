import type { QuotaScope } from "../retry-advice.js";

/** How long a quota takes at most until it is free again; one of a day is not waited for. */
const PERIOD_MS: Readonly<Partial<Record<QuotaScope, number>>> = { second: 1_000, minute: 60_000 };

/** The delay, in milliseconds, that the period of an exceeded quota stands for. */
export function quotaDelayMs(scope: QuotaScope | undefined): number | undefined {
  return scope === undefined ? undefined : PERIOD_MS[scope];
}
