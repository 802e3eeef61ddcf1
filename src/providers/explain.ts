import { RpcError } from "../error/rpc-error.js";
import { checkAdviceOptions } from "../retry/check-advice-options.js";
import type { AdviceOptions } from "../retry/retry-advice.js";
import { providers } from "./all-providers.js";
import { explainError } from "./explain-error.js";
import type { Explanation } from "./explanation.js";
import { namedProvider } from "./named-provider.js";
import type { Provider } from "./provider.js";
import { textLocale } from "./text-locale.js";

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
  const wanted = { ...options, locale, named, providers, language: options.locale ?? locale };
  try {
    return explainError(RpcError.from(error), error, wanted);
  } catch {
    // An object that only claims to be an RpcError, and throws when it is read.
    return explainError(new RpcError("UNKNOWN", "the error cannot be read"), undefined, wanted);
  }
}
