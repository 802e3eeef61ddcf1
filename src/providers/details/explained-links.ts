import { HelpSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { MASK, maskHeader } from "../../status/secrets.js";
import { parseUrl } from "../evidence/parse-url.js";
import type { ExplainedLink } from "../explanation.js";
import type { Provider, ProviderLocale } from "../provider.js";
import { shown } from "./shown.js";

/** How many links of a service are looked at. */
const MAX_LINKS = 256;

/** How long the address of a link may be. */
const MAX_URL = 2_048;

/** The links of an error's `Help`, then those of the provider's documentation, each address once. */
export function explainedLinks(
  error: RpcError,
  provider: Provider | undefined,
  locale: ProviderLocale,
): readonly ExplainedLink[] {
  const own = error
    .findAll(HelpSchema)
    .flatMap(({ links }) => links.slice(0, MAX_LINKS))
    .slice(0, MAX_LINKS)
    .flatMap(({ url, description }) => {
      const safe = safeUrl(url);
      return safe === undefined ? [] : [{ url: safe, title: shown(description) }];
    });
  const documented = (provider?.links ?? []).map(({ url, translations, title }) => ({
    url: translations?.[locale] ?? url,
    title: title[locale] ?? title.en,
  }));
  const links = [...own, ...documented];
  return links.filter(({ url }, at) => links.findIndex((other) => other.url === url) === at);
}

/** An address that a page may link to, without a key in its query; `undefined` for `javascript:` and the like. */
function safeUrl(text: string): string | undefined {
  if (text.length > MAX_URL) return undefined;
  const url = parseUrl(text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  const secrets = [...url.searchParams].filter(
    ([name, value]) => name === "key" || maskHeader(name, value) === MASK,
  );
  if (secrets.length === 0 && url.username === "" && url.password === "") return text;
  for (const [name] of secrets) url.searchParams.set(name, MASK);
  url.username = "";
  url.password = "";
  return url.href;
}
