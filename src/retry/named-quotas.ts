import { ErrorInfoSchema, QuotaFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../gen/yandex/cloud/quota/quota_pb.js";
import type { RpcError } from "../error/rpc-error.js";
import { shorten } from "../wire/shorten.js";
import { type QuotaPeriod, quotaPeriod } from "./quota-period.js";

/** A quota that the details of an error name. */
export interface NamedQuota {
  readonly id: string | undefined;
  readonly period: QuotaPeriod | undefined;
  /** Whether it limits how much there may be, which waiting does not change. */
  readonly isAmount: boolean;
}

/** How many are looked at, and how much of each name. */
const MAX_QUOTAS = 256;
const MAX_NAME = 256;

/**
 * The quotas that an error names as data: violations of `google.rpc.QuotaFailure`, metadata of `ErrorInfo` as
 * Google's Service Infrastructure fills it, violations of `yandex.cloud.quota.QuotaFailure`.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export function namedQuotas(error: RpcError): readonly NamedQuota[] {
  if (error.details.length === 0) return [];
  const google = error
    .findAll(QuotaFailureSchema)
    .flatMap(({ violations }) => violations.slice(0, MAX_QUOTAS))
    .map(({ quotaId, quotaMetric }) => named([quotaId, quotaMetric]));
  const infos = error
    .findAll(ErrorInfoSchema)
    .map(({ metadata }) => named(METADATA.map((key) => metadata[key] ?? "")));
  const yandex = error
    .findAll(YandexQuotaFailureSchema)
    .flatMap(({ violations }) => violations.slice(0, MAX_QUOTAS))
    .map(({ metric }) => metric?.name ?? "")
    // Of the units in its names only this one stands for a speed: `…RequestsPerHour.rate`.
    .map((name) => ({ ...named([name]), isAmount: !name.endsWith(".rate") }));
  return [...google, ...infos, ...yandex].slice(0, MAX_QUOTAS);
}

/** Keys of `ErrorInfo.metadata`; the first that is there is the id. */
const METADATA = ["quota_id", "quotaId", "quota_limit", "quota_unit", "quota_metric"] as const;

function named(names: readonly string[]): NamedQuota {
  const known = names.filter((name) => name !== "").map((name) => name.slice(0, MAX_NAME));
  const [id] = known;
  return {
    id: id === undefined ? undefined : shorten(id, MAX_NAME),
    period: quotaPeriod(known.join("\n")),
    isAmount: false,
  };
}
