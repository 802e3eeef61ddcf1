import { ErrorInfoSchema, QuotaFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { type NamedQuota, namedQuotas } from "./named-quotas.js";
import { longestPeriod, type QuotaPeriod, quotaPeriod } from "./quota-period.js";
import { type QuotaReason, quotaReason } from "./quota-reasons.js";
import type { QuotaScope } from "./retry-advice.js";
import { searchedText } from "./searched-text.js";

/** What kind of quota was exceeded: told by data, or by the words of the error alone. */
export type QuotaKind = QuotaReason | "day-quota-words" | "billing-words";

/** A quota that was exceeded. */
export interface ExceededQuota {
  /** `undefined` where nothing tells. */
  readonly kind: QuotaKind | undefined;
  readonly scope: QuotaScope;
  readonly quotaId: string | undefined;
  /** Whether the period is known from data; else from words, if at all. */
  readonly isNamed: boolean;
}

/**
 * Finds out which quota a failure comes from: by the ids of quotas first, then by words for programs and by
 * HTTP 402, at last by the text. `undefined` where no quota was exceeded.
 */
export function exceededQuota(error: RpcError): ExceededQuota | undefined {
  const reason = reasonOf(error);
  const isExhausted = error.code === Code.RESOURCE_EXHAUSTED;
  if (!isExhausted && reason === undefined) return undefined;
  const quotas = namedQuotas(error);
  const period = longestPeriod(quotas.map((quota) => quota.period));
  const kind = kindOfNamed(quotas, period) ?? kindOfReason(reason, period);
  const text = isExhausted && (kind ?? "throttle") === "throttle" ? textOf(error) : "";
  const words = text === "" ? undefined : quotaPeriod(text);
  // Programs have one word for both: "rate_limit_exceeded", and the text says that it was the day's.
  const isWorded = kind === undefined || (period === undefined && isLong(words));
  return {
    kind: isWorded ? kindOfWords(text, period ?? words) : kind,
    scope: reason === "day-quota" && period === undefined ? "day" : scopeOf(period ?? words),
    quotaId: quotas.find((quota) => decides(quota, kind, period))?.id,
    isNamed: period !== undefined,
  };
}

/** Whether a quota is the one that a failure comes from. */
function decides(
  { id, isAmount, period }: NamedQuota,
  kind: QuotaKind | undefined,
  longest: QuotaPeriod | undefined,
): boolean {
  return id !== undefined && (kind === "resource-limit" ? isAmount : period === longest);
}

function reasonOf(error: RpcError): QuotaReason | undefined {
  if (error.httpStatus === 402) return "billing";
  if (error.details.length === 0) return undefined;
  const words = error
    .findAll(ErrorInfoSchema)
    .flatMap(({ reason, metadata }) => [reason, metadata.code ?? "", metadata.type ?? ""]);
  return words.map(quotaReason).find((reason) => reason !== undefined);
}

function kindOfNamed(
  quotas: readonly NamedQuota[],
  period: QuotaPeriod | undefined,
): QuotaKind | undefined {
  if (isLong(period)) return "day-quota";
  return quotas.some(({ isAmount }) => isAmount) ? "resource-limit" : undefined;
}

/** That of a rate says less than a quota of an hour, which no pause of a call outlives. */
function kindOfReason(
  reason: QuotaReason | undefined,
  period: QuotaPeriod | undefined,
): QuotaKind | undefined {
  if (reason !== undefined && reason !== "throttle") return reason;
  return isShort(period) || (reason !== undefined && period === undefined) ? "throttle" : undefined;
}

/** How rates are worded; "gauge quota" and "rate quota" are Yandex AI Studio's. */
const RATE =
  /rate[\s_-]?limit|too many (?:concurrent )?requests|throttl|slow down|overloaded|\b(?:gauge|rate) quota limit exceed/i;
const BILLING =
  /billing|credit|payment|subscription|\bplan\b|\bbalance\b|insufficient (?:quota|funds)/i;

function kindOfWords(text: string, period: QuotaPeriod | undefined): QuotaKind | undefined {
  if (isLong(period)) return "day-quota-words";
  if (isShort(period)) return "throttle";
  if (period === undefined && RATE.test(text)) return "throttle";
  return BILLING.test(text) ? "billing-words" : undefined;
}

/** The message, and the descriptions of violations, which are for people as well. */
function textOf(error: RpcError): string {
  const failures = error.details.length === 0 ? [] : error.findAll(QuotaFailureSchema);
  const descriptions = failures.flatMap(({ violations }) =>
    violations.slice(0, 16).map(({ description }) => description.slice(0, 1_024)),
  );
  return [searchedText(error.message), ...descriptions].join("\n");
}

function isLong(period: QuotaPeriod | undefined): boolean {
  return period === "day" || period === "longer";
}

function isShort(period: QuotaPeriod | undefined): boolean {
  return period === "second" || period === "minute";
}

function scopeOf(period: QuotaPeriod | undefined): QuotaScope {
  return period === undefined || period === "hour" || period === "longer" ? "unknown" : period;
}
