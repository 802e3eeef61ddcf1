import { isObject, members } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { providers } from "./all-providers.js";
import type { Provider } from "./provider.js";

/**
 * The provider that somebody names: by its id, or as an object of their own.
 *
 * @throws TypeError that lists the known ids, for another name, and for an object that is no provider.
 */
export function namedProvider(provider: string | Provider): Provider {
  if (isProvider(provider)) return provider;
  const known = providers.find(({ id }) => id === provider);
  if (known !== undefined) return known;
  const ids = providers.map(({ id }) => `"${id}"`).join(", ");
  throw new TypeError(`provider must be ${ids} or a Provider, not ${showValue(provider)}`);
}

function isProvider(value: unknown): value is Provider {
  if (!isObject(value)) return false;
  const { id, title, hosts, rows, links } = members(value, "id", "title", "hosts", "rows", "links");
  return typeof id === "string" && isObject(title) && [hosts, rows, links].every(Array.isArray);
}
