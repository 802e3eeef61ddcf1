import { mediaType } from "./media-type.js";

/** What an answer is read for. */
export interface WebCall {
  /** The content type that a successful answer has, which is that of the request. */
  readonly awaited: string;
  /** The caller's, who may no longer want the answer. */
  readonly signal: AbortSignal | undefined;
  /** How much of a failed answer is read. */
  readonly maxBodyBytes: number;
  /** How long the body of a failed answer is waited for. */
  readonly bodyTimeoutMs: number;
}

/** What the arguments of `fetch` say of a call; `undefined` where it is none of Connect or gRPC-Web. */
export function readWebCall(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Pick<WebCall, "awaited" | "signal"> | undefined {
  // Of any realm: `instanceof` would tell apart what `fetch` does not.
  const request = typeof input === "object" && "headers" in input ? input : undefined;
  const headers = new Headers(init?.headers ?? request?.headers);
  const awaited = awaitedType(headers) ?? typeFromQuery(request?.url ?? String(input));
  return awaited === undefined
    ? undefined
    : { awaited, signal: init?.signal ?? request?.signal ?? undefined };
}

const OWN_TYPES = /^application\/(connect\+(json|proto)|grpc-web(\+(json|proto))?)$/;
/** Others send these as well. */
const UNARY_TYPES = /^application\/(json|proto)$/;

function awaitedType(headers: Headers): string | undefined {
  const type = mediaType(headers);
  const isUnary = UNARY_TYPES.test(type) && headers.has("connect-protocol-version");
  return isUnary || OWN_TYPES.test(type) ? type : undefined;
}

/** A unary call over GET has its codec in the query, and no header of the protocol. */
function typeFromQuery(url: string): string | undefined {
  const codec = /[?&]encoding=(json|proto)(?=&|$)/.exec(url)?.[1];
  return codec && /[?&]connect=v1(?=&|$)/.test(url) ? `application/${codec}` : undefined;
}
