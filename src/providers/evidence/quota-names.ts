import { ErrorInfoSchema, QuotaFailureSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../../gen/yandex/cloud/quota/quota_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { wordedQuota } from "../details/worded-quota.js";
import { MAX_NAMES } from "./distinct-names.js";

/** The names of the quotas, of their metrics and services that an error tells; empty ones among them. */
export function quotaNames(error: RpcError): readonly string[] {
  const google = error
    .findAll(QuotaFailureSchema)
    .flatMap(({ violations }) => violations.slice(0, MAX_NAMES))
    .flatMap(({ apiService, quotaMetric, quotaId }) => [apiService, quotaMetric, quotaId]);
  const infos = error.findAll(ErrorInfoSchema).map(({ metadata }) => metadata.quota_metric ?? "");
  const yandex = error
    .findAll(YandexQuotaFailureSchema)
    .flatMap(({ violations }) => violations.slice(0, MAX_NAMES))
    .map(({ metric }) => metric?.name ?? "");
  return [...google, ...infos, ...yandex, wordedQuota(error.message)?.id ?? ""];
}
