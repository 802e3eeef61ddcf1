import { RpcError } from "../error/rpc-error.js";
import { adviseRetry } from "../retry/advise-retry.js";
import { checkAdviceOptions } from "../retry/check-advice-options.js";
import type { AdviceOptions } from "../retry/retry-advice.js";
import { codeName } from "../status/code.js";
import { shorten } from "../wire/shorten.js";
import { providers } from "./all-providers.js";
import { boundedList } from "./details/bounded-list.js";
import { concernedResource } from "./details/concerned-resource.js";
import { explainedLinks } from "./details/explained-links.js";
import { explainedQuota } from "./details/explained-quota.js";
import { missingPermissions } from "./details/missing-permissions.js";
import { shown } from "./details/shown.js";
import { unmetPreconditions, wrongFields } from "./details/violations.js";
import type { Explanation } from "./explanation.js";
import { type FoundProvider, findProvider } from "./find-provider.js";
import { type FoundRow, findRow } from "./find-row.js";
import { firstStep } from "./first-step.js";
import { generalMeanings } from "./general-meanings.js";
import { namedProvider } from "./named-provider.js";
import type { Provider, ProviderLocale } from "./provider.js";
import { quotaText } from "./quota-text.js";
import { textLocale } from "./text-locale.js";
import { whoseTurn } from "./whose-turn.js";

/** What {@link explain} is to know besides the error. */
export interface ExplainOptions {
  /**
   * Who sent the error: an id such as `"gemini"`, or a provider of your own. Default: whoever the error's evidence
   * points to, nobody where there is none.
   */
  readonly provider?: string | Provider;
  /** Language of the texts as a BCP 47 tag: `"ru"`, `"ru-RU"`. Default, and for any other language: English. */
  readonly locale?: string;
  /** What `adviseRetry` is to know. Default: nothing. */
  readonly retry?: AdviceOptions;
}

/**
 * Says what an error means and what to do about it, from what its provider documents: whose turn it is, whether and
 * when to try again, which field, quota, permission or resource it is about, and which ids support asks for.
 *
 * The provider is told by its name, or found by evidence: the host that was called, the service that `ErrorInfo`
 * names, types of messages, names of quotas, the shape of the body, headers, links. Without one, the meaning of the
 * code in general is given. Words of a message alone decide nothing.
 *
 * @example
 * try { … } catch (e) {
 *   const { what, fix, retry, requestIds } = explain(e, { provider: "fireworks" });
 * }
 *
 * @param error - anything that was thrown or received, as {@link RpcError.from} takes it. Nothing of it throws.
 * @throws TypeError that names the option: an unknown provider, a locale that is no string, wrong retry options.
 */
export function explain(error: unknown, options: ExplainOptions = {}): Explanation {
  const locale = textLocale(options.locale);
  const named = options.provider === undefined ? undefined : namedProvider(options.provider);
  // Wrong options throw here, and not where the error is blamed for it.
  checkAdviceOptions(options.retry ?? {});
  const wanted = { ...options, locale, named, language: options.locale ?? locale };
  try {
    return explainError(RpcError.from(error), error, wanted);
  } catch {
    // An object that only claims to be an RpcError, and throws when it is read.
    return explainError(new RpcError("UNKNOWN", "the error cannot be read"), undefined, wanted);
  }
}

interface Wanted {
  readonly locale: ProviderLocale;
  /** The locale as it was asked for: a service may speak more languages than this library. */
  readonly language: string;
  readonly named: Provider | undefined;
  readonly retry?: AdviceOptions;
}

/** How much of a message is kept. */
const MAX_MESSAGE = 4_096;

function explainError(error: RpcError, value: unknown, wanted: Wanted): Explanation {
  const { locale, named } = wanted;
  const { provider, evidence }: FoundProvider =
    named === undefined
      ? findProvider({ value, error, providers }, locale)
      : { provider: named, evidence: [] };
  const found = provider && findRow(error, provider, providers);
  const { text, who, retry: mayPass } = found?.row ?? generalMeanings[error.code];
  const now = wanted.retry?.now ?? Date.now();
  const retry = adviseRetry(error, { ...wanted.retry, now });
  const retryIfIdempotent = adviseRetry(error, { ...wanted.retry, now, idempotent: true });
  const quota = explainedQuota(error, retry, now);
  const language = text[locale] === undefined ? "en" : locale;
  const { what, fix } = quotaText(quota, language) ?? text[locale] ?? text.en;
  const lists = listsOf(error, provider, locale);
  const resource = concernedResource(error);
  const { fields, permissions, preconditions, requestIds, links } = lists;
  const concerned = {
    fields: fields.list,
    permissions: permissions.list,
    preconditions: preconditions.list,
    resource,
  };
  const step = firstStep({ retry, retryIfIdempotent, ...concerned }, language);
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
    // That an operation is in the way is all that is wrong: what else its code may mean would only mislead.
    fix: [step, retryIfIdempotent.operationId === undefined ? fix : ""].filter(Boolean).join(" "),
    who: whoseTurn(who, quota?.kind),
    retry,
    retryIfIdempotent,
    mayPass,
    quota,
    ...concerned,
    requestIds: requestIds.list.map((id) => shown(id)),
    links: links.list,
    source: found === undefined ? "google.rpc.Code" : sourceOf(found),
    omitted: omittedOf(lists),
  };
}

function listsOf(error: RpcError, provider: Provider | undefined, locale: ProviderLocale) {
  return {
    fields: wrongFields(error),
    permissions: boundedList(missingPermissions(error)),
    preconditions: unmetPreconditions(error),
    requestIds: boundedList(error.requestIds),
    links: boundedList(explainedLinks(error, provider, locale)),
  };
}

function omittedOf(lists: ReturnType<typeof listsOf>): Explanation["omitted"] {
  const { fields, permissions, preconditions, requestIds, links } = lists;
  return {
    fields: fields.omitted,
    permissions: permissions.omitted,
    preconditions: preconditions.omitted,
    requestIds: requestIds.omitted,
    links: links.omitted,
  };
}

function localizedMessage(error: RpcError, language: string): string | undefined {
  const text = error.localizedMessage(language);
  return text === undefined || text === error.message ? undefined : shorten(text, MAX_MESSAGE);
}

/** The row as its provider's documentation names it: `Fireworks AI: HTTP 412 Precondition Failed`. */
function sourceOf({ provider, row }: FoundRow): string {
  return `${provider.title.en}: HTTP ${row.httpStatus} ${row.name}`;
}
