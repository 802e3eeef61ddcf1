import type { IncomingCall } from "../server/incoming-call.js";
import { headerValues } from "../wire/headers.js";
import { member, members } from "../wire/members.js";
import { shorten } from "../wire/shorten.js";

/** What of a request is read: a web `Request`, or what Express, Fastify, Koa and `node:http` hand to a handler. */
export interface HttpRequestLike {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** What Express and Fastify keep where a router has rewritten `url`. */
  readonly originalUrl?: string | undefined;
  /** `Headers`, or a record as `node:http` gives it. */
  readonly headers?: object | undefined;
  /** Address of the client, as the framework knows it behind proxies. */
  readonly ip?: string | undefined;
  readonly socket?: object | null | undefined;
}

/** A request whose answer is an error. */
export interface IncomingRequest extends IncomingCall {
  /** The HTTP method in upper case; empty where it is not known. */
  readonly verb: string;
  /** What follows the `?` of the URL. It may hold secrets, and is told to nobody. */
  readonly query: string;
  header(name: string): string | undefined;
}

/** How much of a path is told to `onError`, in characters. */
const MAX_PATH = 1_024;

/** Reads a request, whatever framework it is of. Total: what cannot be read is absent. */
export function readRequest(request: HttpRequestLike | undefined): IncomingRequest {
  const { method, url, originalUrl, ip, headers, socket } = members(
    request,
    "method",
    "url",
    "originalUrl",
    "ip",
    "headers",
    "socket",
  );
  const verb = text(method)?.slice(0, MAX_VERB).toUpperCase() ?? "";
  const { path, query } = splitUrl(text(originalUrl) ?? text(url) ?? "");
  return {
    verb,
    query,
    method: `${verb} ${path}`.trim() || "HTTP",
    peer: text(ip) ?? text(member(socket, "remoteAddress")),
    header: (name) => headerText(headers, name),
  };
}

/** Longer than any method of HTTP. */
const MAX_VERB = 32;

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Several values of a header are one list to HTTP. */
function headerText(headers: unknown, name: string): string | undefined {
  const values = headerValues(headers, name).filter((value) => typeof value === "string");
  return values.length > 0 ? values.join(", ") : undefined;
}

/** A URL may be a path, as a server sees it, or whole, as a `Request` has it. */
function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const [, rest = ""] = /^(?:[a-z][a-z\d+.-]{0,20}:\/\/[^/?#]*)?([^#]*)/i.exec(url) ?? [];
  const mark = rest.indexOf("?");
  const path = mark < 0 ? rest : rest.slice(0, mark);
  const root = url === "" ? "" : "/";
  return { path: shorten(path, MAX_PATH) || root, query: mark < 0 ? "" : rest.slice(mark + 1) };
}
