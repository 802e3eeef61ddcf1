import { QuotaFailureSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../../gen/yandex/cloud/quota/quota_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { exceededQuota, type QuotaKind } from "../../retry/exceeded-quota.js";
import type { QuotaScope, RetryAdvice } from "../../retry/retry-advice.js";
import { shown } from "./shown.js";
import { wordedQuota } from "./worded-quota.js";

/** The quota that a call exceeded, as far as the error tells. */
export interface ExplainedQuota {
  /** Its name; `undefined` where the service gave none. */
  readonly id: string | undefined;
  readonly scope: QuotaScope;
  /** Why more calls do not help, or do: a rate passes by itself, a limit of resources does not. */
  readonly kind: QuotaKind | undefined;
  readonly limit?: number;
  readonly usage?: number;
  /** How much the call needed. */
  readonly required?: number;
  readonly description?: string;
  /** When it is free again, in milliseconds from now; left out where waiting is not what frees it. */
  readonly delayMs?: number;
  /** The same as a time of ISO 8601 in UTC. */
  readonly until?: string;
}

/**
 * The quota that was exceeded: the one that decides on another attempt, with the numbers that came along.
 *
 * @param now - in milliseconds since 1970.
 */
export function explainedQuota(
  error: RpcError,
  advice: RetryAdvice,
  now: number,
): ExplainedQuota | undefined {
  const quota = exceededQuota(error);
  if (quota === undefined) return undefined;
  const named = namedNumbers(error);
  const found = named.find(({ id }) => id === quota.quotaId) ?? named[0];
  const { id, ...numbers } = found ?? wordedQuota(error.message) ?? { id: undefined };
  return {
    id: quota.quotaId ?? id,
    scope: quota.scope,
    kind: quota.kind,
    ...numbers,
    ...(PASSING.includes(quota.kind) && freeAgain(advice, now)),
  };
}

/** Kinds of which a server's delay tells the end; `undefined` is a quota of which nothing else is known. */
const PASSING: readonly (QuotaKind | undefined)[] = ["throttle", undefined];

/** The last moment that a Date can stand for. */
const MAX_TIME = 8.64e15;

function freeAgain({ delayMs, delaySource }: RetryAdvice, now: number): Partial<ExplainedQuota> {
  if (delaySource === undefined || delaySource === "backoff") return {};
  const until = now + delayMs;
  return { delayMs, ...(Math.abs(until) <= MAX_TIME && { until: new Date(until).toISOString() }) };
}

/** A quota as details name it, its numbers where they are set. */
type Numbers = Pick<ExplainedQuota, "id" | "limit" | "usage" | "required" | "description">;

/** How many violations are looked at, as many as the advice on retries does. */
const MAX_QUOTAS = 256;

function namedNumbers(error: RpcError): Numbers[] {
  const google = error.findAll(QuotaFailureSchema).flatMap(({ violations }) =>
    violations.slice(0, MAX_QUOTAS).map(({ quotaId, quotaMetric, quotaValue, description }) => ({
      id: idOf(quotaId || quotaMetric),
      ...(quotaValue !== 0n && { limit: Number(quotaValue) }),
      ...(description !== "" && { description: shown(description) }),
    })),
  );
  const yandex = error.findAll(YandexQuotaFailureSchema).flatMap(({ violations }) =>
    violations.slice(0, MAX_QUOTAS).map(({ metric, required }) => ({
      id: idOf(metric?.name ?? ""),
      ...(metric !== undefined && { limit: Number(metric.limit) }),
      // A double, which may be none that JSON can write.
      ...(Number.isFinite(metric?.usage) && { usage: Number(metric?.usage) }),
      ...(required !== 0n && { required: Number(required) }),
    })),
  );
  return [...google, ...yandex];
}

function idOf(name: string): string | undefined {
  return name === "" ? undefined : shown(name, 256);
}
