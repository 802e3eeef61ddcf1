import { errorChain } from "../../error/error-chain.js";
import type { RpcError } from "../../error/rpc-error.js";
import { searchedText } from "../../retry/searched-text.js";
import { member, members } from "../../wire/members.js";
import { parseUrl } from "./parse-url.js";

/** How long an address may be to be looked at. */
const MAX_URL = 8_192;

/**
 * The hosts that an error's call went to, the nearest first: of the `Response` that it stands for, of the request that
 * an SDK hung on it (axios, gaxios, got, ky and others), of a name that was not resolved.
 *
 * @param value - what was caught; its causes count as well.
 */
export function hostsOf(value: unknown, error: RpcError): readonly string[] {
  const hosts = errorChain(value)
    .flatMap((one) => [...addressesOf(one)])
    .flatMap(hostOf);
  return [...new Set([...hosts, ...unresolvedHost(error)])];
}

/** Everything of an error that may be an address, a `URL` or a host. */
function addressesOf(error: unknown): readonly unknown[] {
  const { response, request, config, options, ...own } = members(error, ...HOLDERS, ...ADDRESSES);
  const answer = members(response, "config", "request", ...ADDRESSES);
  const holders = [request, config, options, answer.config, answer.request];
  // Of several the address of the answer counts first: a request may have been led elsewhere.
  const all = [answer, own, ...holders.map((holder) => members(holder, ...ADDRESSES))];
  return all.flatMap((held) => ADDRESSES.map((name) => held[name]));
}

const HOLDERS = ["response", "request", "config", "options"] as const;

/** Members that hold an address, the most reliable first. */
const ADDRESSES = [
  ...(["responseUrl", "url", "requestUrl", "baseURL", "prefixUrl"] as const),
  ...(["hostname", "host", "servername", "target"] as const),
] as const;

function hostOf(address: unknown): string[] {
  const text = typeof address === "string" ? address : member(address, "href");
  if (typeof text !== "string" || text === "" || text.length > MAX_URL) return [];
  // Of gRPC: dns:///host:443, dns:host:443, host:443; of system errors the host alone.
  const name = /^(?:dns:(?:\/\/[^/]*\/)?)?([\w-]+(?:\.[\w-]+)+)\.?(?::\d+)?$/i.exec(text)?.[1];
  const host = name ?? (/^(?:https?|wss?):/i.test(text) ? parseUrl(text)?.hostname : undefined);
  return host === undefined || host === "" ? [] : [host.toLowerCase().replace(/\.$/, "")];
}

/** How grpc-js and Node word a name that nobody knows. */
const UNRESOLVED =
  /(?:Name resolution failed for target (?:dns:)?(?:\/\/[^/\s]{0,253}\/)?|getaddrinfo E[A-Z_]{1,20} )([\w.-]{1,253})/;

/** No answer, so that the text is this process's own. */
function unresolvedHost({ origin, message }: RpcError): string[] {
  if (origin !== "transport") return [];
  return hostOf(UNRESOLVED.exec(searchedText(message))?.[1]);
}
