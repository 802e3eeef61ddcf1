import { RpcError } from "../../error/rpc-error.js";
import { shorten } from "../../wire/shorten.js";
import { showValue } from "../../wire/show-value.js";

/**
 * The address that paths are added to, without a slash at its end.
 *
 * @throws TypeError for anything but an absolute URL of HTTP without credentials, query and fragment.
 */
export function baseUrl(url: unknown): string {
  const { protocol, username, password, search, hash, origin, pathname } = parse(url);
  if (protocol !== "https:" && protocol !== "http:") throw wrongUrl(url);
  // fetch refuses the first two, and what follows a query is no path.
  if (`${username}${password}${search}${hash}` !== "") {
    throw new TypeError("url must have no credentials, query or fragment");
  }
  return withoutEndSlashes(`${origin}${pathname}`);
}

function withoutEndSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === "/") end--;
  return url.slice(0, end);
}

/**
 * An id as one segment of a path.
 *
 * @throws RpcError INVALID_ARGUMENT for one that no URL can carry: ids come from servers.
 */
export function encodeSegment(id: string): string {
  // Dots alone would climb to another path, half a character cannot be encoded.
  if (id === "" || id === "." || id === ".." || HALF_CHARACTER.test(id)) {
    throw new RpcError(
      "INVALID_ARGUMENT",
      `no URL can have the operation id ${showValue(shorten(id, MAX_SHOWN))}`,
    );
  }
  return encodeURIComponent(id);
}

/** A name as a path: its slashes stay, all else is encoded, a colon as well, which would begin a verb. */
export function encodeName(name: string): string {
  return name.split("/").map(encodeSegment).join("/");
}

/**
 * Where a list of operations is. Its parent is its path already where that ends in `operations`, as it does by
 * default; services with parents of their own end their paths with that word after the name.
 *
 * @param query - what is asked for; empty members are left out.
 * @see https://github.com/googleapis/googleapis/blob/master/google/longrunning/operations.proto
 */
export function listUrl(
  base: string,
  parent: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const path = /(?:^|\/)operations$/.test(parent) ? parent : `${parent}/operations`;
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) asked.set(name, value);
  // A plus is a space to forms alone: proxies that translate to gRPC take it for itself.
  return `${base}/${encodeName(path)}?${String(asked).replaceAll("+", "%20")}`;
}

/** How much of an id goes into a message. */
const MAX_SHOWN = 100;

const HALF_CHARACTER = /\p{Surrogate}/u;

function parse(url: unknown): URL {
  try {
    return new URL(String(url));
  } catch {
    throw wrongUrl(url);
  }
}

function wrongUrl(url: unknown): TypeError {
  return new TypeError(`url must be an absolute URL of http or https, not ${showValue(url)}`);
}
