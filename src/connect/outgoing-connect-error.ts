import { type Code, ConnectError } from "@connectrpc/connect";
import { RpcError } from "../error/rpc-error.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import type { IncomingCall } from "../server/incoming-call.js";
import { DEFAULT_MAX_BODY_BYTES } from "../server/max-body-bytes.js";
import type { Verdict } from "../server/outgoing-error.js";
import { reportTrim } from "../server/report-error.js";
import { addedRetryHeader } from "../server/retry-header.js";
import { type FittedDetails, fitDetails } from "../status/budget/fit-details.js";
import { fitHeaders, MAX_BESIDE_STATUS } from "../status/budget/fit-headers.js";
import { fitTrailers } from "../status/budget/fit-trailers.js";
import { plainMessage } from "../status/budget/plain-message.js";
import { withHeaders } from "../status/budget/with-headers.js";
import { encodeBase64 } from "../wire/base64.js";
import { encodeUtf8 } from "../wire/utf8.js";
import { connectDetail, connectErrorOf, ownHeaders } from "./to-connect-error.js";

/** gRPC alone has its status in trailers; gRPC-Web and Connect write it into the body. */
const IN_TRAILERS = /^application\/grpc($|[+;])/i;

/** All but unary calls of Connect, whose errors are answers with headers of their own. */
const HAS_TRAILERS = /^application\/(grpc|connect\+)/i;

/**
 * The `ConnectError` of what a policy decided, within what the protocol of the call can carry, and its report
 * of what did not fit. A failure on the way leaves code and message.
 *
 * @param contentType - of the request, which tells the protocol.
 */
export function outgoingConnectError(
  { sent, requestId }: Verdict,
  policy: ErrorPolicy,
  { method, peer }: IncomingCall,
  contentType: string | null,
): ConnectError {
  try {
    const name = HAS_TRAILERS.test(contentType ?? "") ? "grpc-retry-pushback-ms" : "retry-after";
    const retry = addedRetryHeader(sent, { name, policy, own: [sent.metadata] });
    const { kept, ...headers } = fitHeaders([...retry, ...ownHeaders(sent)], MAX_BESIDE_STATUS);
    const fitted = IN_TRAILERS.test(contentType ?? "")
      ? fitTrailers(sent, {
          maxDetailsBytes: policy.maxDetailsBytes,
          otherBytes: headers.bytes,
          // As Connect writes grpc-message.
          measureMessage: (text) => encodeURIComponent(text).length,
        })
      : fitBody(sent, policy);
    const report = withHeaders(fitted.report, headers, MAX_BESIDE_STATUS);
    if (report !== undefined) reportTrim(report, policy, { method, peer, requestId, sent });
    const { message, details } = fitted;
    return connectErrorOf(new RpcError(sent.code, message, { details }), kept, undefined);
  } catch {
    return new ConnectError(plainMessage(sent.message), sent.code as number as Code);
  }
}

function fitBody({ message, details }: RpcError, { maxBodyBytes }: ErrorPolicy): FittedDetails {
  return fitDetails({
    message,
    details,
    maxBytes: maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    messageCost: (text) => jsonBytes({ code: "failed_precondition", message: text, details: [] }),
    cost: (detail) => jsonBytes(connectDetail(detail).map(readable)),
  });
}

/** A detail as it stands in Connect's JSON, and weighs more than in the trailers of gRPC-Web. */
function readable({ type, value, debug }: ReturnType<typeof connectDetail>[number]): object {
  return { type, value: encodeBase64(value), debug };
}

function jsonBytes(value: unknown): number {
  return encodeUtf8(JSON.stringify(value)).length;
}
