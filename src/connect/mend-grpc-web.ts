import { partsFromHttp } from "../dialects/http-answer.js";
import type { ErrorCode } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import { codeFromHttpStatus } from "../status/http-status.js";
import { partsFromTrailers } from "../status/read-trailers.js";
import { GRPC_STATUS, GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { readFailedBody } from "./body-start.js";
import { hasFrame, type LastFrame, mendLastFrame } from "./last-frame.js";
import { mediaType } from "./media-type.js";
import { encodeStatus, isMisread, isStatusName } from "./readable-status.js";
import { rewrittenHeaders } from "./rewritten-headers.js";
import { mendTrailerBlock } from "./trailer-block.js";
import type { WebCall } from "./web-call.js";

const TRAILERS: LastFrame = { flags: 0x80, mend: mendTrailerBlock };

/**
 * The answer to a call over gRPC-Web, as Connect can read it: the status stands in the headers of an answer
 * with HTTP 200, or in its last frame.
 */
export async function mendGrpcWeb(response: Response, call: WebCall): Promise<Response> {
  const { headers, ok } = response;
  const last = { ...TRAILERS, maxBytes: call.maxBodyBytes };
  const framed = ok && !isForeign(headers);
  const stated = headers.has(GRPC_STATUS)
    ? partsFromTrailers(headers, { via: "grpc-web" })
    : undefined;
  if (stated !== undefined) {
    // gRPC lets the status win over HTTP's and over any body, Connect does not.
    if (framed && !isMisread(stated)) return response;
    void response.body?.cancel().catch(() => {});
    return statusAnswer(stated, rewrittenHeaders(headers, call.awaited));
  }
  if (framed) return mendLastFrame(withoutStrayDetails(response), last);
  const body = await readFailedBody(response, call);
  if (hasFrame(body, last.flags)) return mendLastFrame(new Response(body, { headers }), last);
  return statusAnswer(failureOf(response, body), rewrittenHeaders(headers, call.awaited));
}

/** Types of what a proxy or a gateway says. Connect itself looks at none, so others may be frames. */
const FOREIGN = /^(text\/.*|application\/([\w.-]+\+)?(json|xml))$/;

function isForeign(headers: Headers): boolean {
  const type = mediaType(headers);
  return FOREIGN.test(type) && !type.startsWith("application/grpc-web");
}

/** Beside a `grpc-status` of 0, or none yet, Connect would take the code of the details for the call's. */
function withoutStrayDetails(response: Response): Response {
  if (!response.headers.has(GRPC_STATUS_DETAILS_BIN)) return response;
  const headers = new Headers(response.headers);
  headers.delete(GRPC_STATUS_DETAILS_BIN);
  return new Response(response.body, { headers });
}

type Status = Pick<ErrorParts, "code" | "message" | "details">;

function failureOf({ status, headers, ok }: Response, body: Uint8Array): Status {
  const parts = partsFromHttp({ status, headers, body });
  if (parts !== undefined) return parts;
  // A page that says nothing of a failure is one all the same: Connect would read it as frames.
  const message = ok ? `unsupported content type ${headers.get("content-type")}` : `HTTP ${status}`;
  return { code: codeFromHttpStatus(status, "transport") as ErrorCode, message, details: [] };
}

/** An answer of headers alone, with this status in place of one that is among them. */
function statusAnswer(status: Status, headers: Headers): Response {
  for (const name of [...headers.keys()].filter(isStatusName)) headers.delete(name);
  for (const [name, value] of Object.entries(encodeStatus(status))) headers.set(name, value);
  return new Response(null, { headers });
}
