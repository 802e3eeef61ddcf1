import { severalErrors } from "../error/error-chain.js";
import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { members } from "../wire/members.js";
import { everyPath } from "./every-path.js";
import { searchedText } from "./searched-text.js";

/** There was no connection that anything could have been sent over. */
const NEVER = /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w{1,12}|UND_ERR_CONNECT_TIMEOUT)$/;
/** The same, unless a connection that there was lost its way. */
const UNREACHABLE = /^E(?:NET|HOST)(?:UNREACH|DOWN)$/;
/** The same while connecting; on a connection they come too late to tell. */
const WHILE_CONNECTING = /^(?:EADDRNOTAVAIL|ETIMEDOUT|ECONNRESET|ECONNABORTED)$/;
/** A code of Node or undici, which tells more than what led to it. */
const SYSTEM_CODE = /^(?:E[A-Z]{2}[A-Z0-9_]{0,40}|UND_ERR_\w{1,40})$/;
/** The peer of HTTP/2 says that it did nothing with the stream. */
const REFUSED_STREAM = /REFUSED_STREAM/;

/** How grpc-js words it. */
const GRPC_JS =
  /^(?:(?:weighted_)?round_robin: )?(?:No connection established|Name resolution failed|Stream refused by server)/;
/** What is left of Node's errors in a text that somebody printed. */
const PRINTED = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN)\b/;

/**
 * Whether a call never left this process, or was refused before anything was done: no connection came about,
 * or the server refused the stream.
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#transparent-retries
 */
export function isNotSent(error: RpcError): boolean {
  const { code, origin, httpStatus, dialect } = error;
  if (origin === "server" || httpStatus !== undefined) return false;
  const isTransport = origin === "transport";
  // Connect for Node calls a refused stream INTERNAL.
  if (code !== Code.UNAVAILABLE && !(isTransport && code === Code.INTERNAL)) return false;
  const text = isTransport ? searchedText(error.message) : "";
  if (GRPC_JS.test(text) || (dialect === "printed" && PRINTED.test(text))) return true;
  return everyPath(error, verdict);
}

function verdict(error: unknown): boolean | undefined {
  const { code, syscall, message } = members(error, "code", "syscall", "message");
  if (typeof code !== "string") return undefined;
  // Of all addresses of a host the members tell each one's own end.
  if (severalErrors(error).length > 0) return undefined;
  if (NEVER.test(code)) return true;
  if (UNREACHABLE.test(code)) return syscall === undefined || syscall === "connect";
  if (WHILE_CONNECTING.test(code)) return syscall === "connect";
  if (!SYSTEM_CODE.test(code)) return undefined;
  return typeof message === "string" && REFUSED_STREAM.test(searchedText(message));
}
