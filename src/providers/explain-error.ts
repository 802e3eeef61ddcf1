import type { RpcError } from "../error/rpc-error.js";
import { adviseRetry } from "../retry/advise-retry.js";
import type { AdviceOptions } from "../retry/retry-advice.js";
import { codeName } from "../status/code.js";
import { shorten } from "../wire/shorten.js";
import { concernedResource } from "./details/concerned-resource.js";
import { explainedLists, omittedOf } from "./details/explained-lists.js";
import { explainedQuota } from "./details/explained-quota.js";
import { shown } from "./details/shown.js";
import type { Explanation } from "./explanation.js";
import { type FoundProvider, findProvider } from "./find-provider.js";
import { firstStep } from "./first-step.js";
import { meaningOf } from "./meaning-of.js";
import type { Provider, ProviderLocale } from "./provider.js";

/** What {@link explainError} is to know besides the error. */
export interface WantedExplanation {
  readonly locale: ProviderLocale;
  /** The locale as it was asked for: a service may speak more languages than this library. */
  readonly language: string;
  /** Who sent the error, where somebody said it. */
  readonly named: Provider | undefined;
  /** Who may have sent it, where nobody did. */
  readonly providers: readonly Provider[];
  readonly retry?: AdviceOptions;
}

/**
 * Says what an error means, by the provider that was named or that is found among the known ones.
 *
 * @param value - what the error was made of.
 */
export function explainError(
  error: RpcError,
  value: unknown,
  wanted: WantedExplanation,
): Explanation {
  const { locale, named, providers } = wanted;
  const { provider, evidence }: FoundProvider =
    named === undefined
      ? findProvider({ value, error, providers }, locale)
      : { provider: named, evidence: [] };
  const now = wanted.retry?.now ?? Date.now();
  const retry = adviseRetry(error, { ...wanted.retry, now });
  const retryIfIdempotent = adviseRetry(error, { ...wanted.retry, now, idempotent: true });
  const advice = adviseRetry(error, { idempotent: true, now });
  const quota = explainedQuota(error, retry, now);
  const context = { provider, providers, quota, advice };
  const { text, who, mayPass, source } = meaningOf(error, context);
  const language = text[locale] === undefined ? "en" : locale;
  const { what, fix } = text[locale] ?? text.en;
  const lists = explainedLists(error, provider, locale);
  const resource = concernedResource(error);
  const { fields, permissions, preconditions, requestIds, links } = lists;
  const concerned = {
    fields: fields.list,
    permissions: permissions.list,
    preconditions: preconditions.list,
    resource,
  };
  const isOperation = error.via === "operation";
  const { operationId } = advice;
  const facts = { retry, retryIfIdempotent, operationId, isOperation, ...concerned };
  const step = firstStep(facts, language);
  // That an operation is in the way is all that is wrong: nothing else helps.
  const usual = operationId === undefined ? [fix, provider?.advice?.[language]] : [];
  return {
    provider: provider && { id: provider.id, title: provider.title[locale] ?? provider.title.en },
    evidence,
    locale,
    code: error.code,
    codeName: codeName(error.code),
    httpStatus: error.httpStatus,
    message: shown(error.message, MAX_MESSAGE),
    localizedMessage: localizedMessage(error, wanted.language),
    what,
    fix: [step, ...usual].filter(Boolean).join(" "),
    who,
    isOperation,
    retry,
    retryIfIdempotent,
    mayPass,
    quota,
    ...concerned,
    requestIds: requestIds.list.map((id) => shown(id)),
    links: links.list,
    source,
    omitted: omittedOf(lists),
  };
}

/** How much of a message is kept. */
const MAX_MESSAGE = 4_096;

function localizedMessage(error: RpcError, language: string): string | undefined {
  const text = error.localizedMessage(language);
  return text === undefined || text === error.message ? undefined : shorten(text, MAX_MESSAGE);
}
