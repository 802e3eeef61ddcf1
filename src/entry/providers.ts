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
export { type RenderOptions, render } from "../providers/render.js";
export type { QuotaKind } from "../retry/exceeded-quota.js";
export type {
  AdviceOptions,
  DelaySource,
  QuotaScope,
  RetryAdvice,
  RetryDecision,
} from "../retry/retry-advice.js";
