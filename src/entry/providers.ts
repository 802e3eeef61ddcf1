/**
 * What an error means by the documentation of the provider that sent it, and what to do.
 *
 * @module rpc-status/providers
 */

export { providers } from "../providers/all-providers.js";
export type { ExplainedQuota } from "../providers/details/explained-quota.js";
export { type ExplainOptions, explain } from "../providers/explain.js";
export type {
  ExplainedField,
  ExplainedLink,
  ExplainedList,
  ExplainedPrecondition,
  ExplainedProvider,
  ExplainedResource,
  Explanation,
} from "../providers/explanation.js";
export type {
  Localized,
  Party,
  Provider,
  ProviderLink,
  ProviderLocale,
  ProviderRow,
  RowText,
} from "../providers/provider.js";
export type { BodyMark, ProviderMarks, SdkMark } from "../providers/provider-marks.js";
export { type RenderOptions, render } from "../providers/render.js";
export type { QuotaKind } from "../retry/exceeded-quota.js";
export type { QuotaReason } from "../retry/quota-reasons.js";
export type {
  AdviceOptions,
  DelaySource,
  QuotaScope,
  RetryAdvice,
  RetryDecision,
} from "../retry/retry-advice.js";
