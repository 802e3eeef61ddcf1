import type { IncomingRequest } from "./incoming-request.js";
import { prefersProblemJson } from "./prefers-problem-json.js";

/** The shape of an error's body. */
export type HttpDialect = "aip-193" | "google-status" | "connect" | "openai" | "problem-json";

/**
 * The dialect that the sender of a request reads: Connect's of a Connect call, a problem document where the
 * `Accept` header asks for one, else Google's envelope, whatever else is accepted. An error that the
 * client cannot read is better than none.
 *
 * @param accept - the `Accept` header.
 */
export function negotiateDialect(
  request: IncomingRequest,
  accept: string | undefined = request.header("accept"),
): HttpDialect {
  if (isConnectCall(request)) return "connect";
  return accept !== undefined && prefersProblemJson(accept) ? "problem-json" : "aip-193";
}

const CONNECT_TYPE = /^application\/(proto|connect\+[\w.-]+)\s*(;|$)/i;
/** A GET has what other calls say in headers among its parameters. */
const CONNECT_QUERY = /(^|&)connect=v1(&|$)/;

/**
 * Whether a request is a call of the Connect protocol. Unary calls in JSON look like any other POST, but
 * for a header.
 *
 * @see https://connectrpc.com/docs/protocol
 */
function isConnectCall({ verb, query, header }: IncomingRequest): boolean {
  if (header("connect-protocol-version") !== undefined) return true;
  if (verb === "GET") return CONNECT_QUERY.test(query);
  return CONNECT_TYPE.test(header("content-type") ?? "");
}
