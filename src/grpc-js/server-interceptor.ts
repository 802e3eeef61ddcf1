import { type Metadata, ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import { receivedCall } from "../error/received.js";
import { RpcError } from "../error/rpc-error.js";
import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import { judgeError } from "../server/outgoing-error.js";
import { Code, type ErrorCode, isErrorCode } from "../status/code.js";
import { METADATA_OWNER } from "../status/metadata.js";
import { incomingCall } from "./any-call.js";
import { bottomCall, guardArrivals, type OutgoingStatus } from "./bottom-call.js";
import { isSent, outgoingStatus } from "./outgoing-status.js";

/**
 * An interceptor that applies the policy of `guard` to statuses that reach it another way: an `RpcError`
 * called back as it is goes out with its details, and a plain Error's text stays inside. What another
 * interceptor throws while a call passes through both answers the call, too.
 *
 * It cannot see what grpc-js never turns into a status: a rejected promise, `destroy(error)`, the details
 * of an `RpcError` that was thrown. For those there is `guard`; the two work together.
 *
 * @param policy - the same object that `guard` takes.
 * @throws TypeError that names the value, for a policy that is none.
 *
 * @example
 * const server = new Server({ interceptors: [serverInterceptor(policy)] });
 */
export function serverInterceptor(policy: ErrorPolicy = {}): ServerInterceptor {
  checkPolicy(policy);
  return (method, call) => {
    let received: Metadata | undefined;

    const judge = (thrown: unknown, trailers?: Metadata | null) => {
      const incoming = incomingCall(method.path, call, received);
      const verdict = judgeError(thrown, policy, incoming);
      return outgoingStatus(verdict, policy, incoming, trailers);
    };
    /** Answers past all interceptors, one of which threw. */
    const answer = (thrown: unknown) => bottomCall(call).sendStatus(judge(thrown));
    const pass = (next: () => void) => {
      try {
        next();
      } catch (thrown) {
        answer(thrown);
      }
    };

    return new ServerInterceptingCall(call, {
      start(next) {
        pass(() =>
          next({
            onReceiveMetadata(metadata, forward) {
              received = metadata;
              pass(() => forward(metadata));
            },
            onReceiveMessage(message, forward) {
              pass(() => forward(message));
            },
            onReceiveHalfClose(forward) {
              pass(forward);
            },
          }),
        );
        const bottom = bottomCall(call);
        if (bottom !== call) guardArrivals(bottom, answer);
      },
      sendMetadata(metadata, next) {
        pass(() => next(metadata));
      },
      sendMessage(message, next) {
        pass(() => next(message));
      },
      sendStatus(status, next) {
        const sent = status.code === Code.OK ? status : sanitize(status, judge);
        try {
          next(sent);
        } catch (thrown) {
          const told = judge(thrown);
          bottomCall(call).sendStatus(status.code === Code.OK ? told : sent);
        }
      },
    });
  };
}

function sanitize(
  status: OutgoingStatus,
  judge: (thrown: unknown, trailers?: Metadata | null) => OutgoingStatus,
): OutgoingStatus {
  const { metadata } = status;
  if (isSent(metadata)) return status;
  const owner = (metadata as { [METADATA_OWNER]?: unknown } | null | undefined)?.[METADATA_OWNER];
  if (owner === undefined && isDeliberate(status)) {
    return judge(new RpcError(status.code as ErrorCode, String(status.details)), metadata);
  }
  return judge(owner ?? new Error(`status ${status.code}: ${status.details}`, { cause: status }));
}

/**
 * Whether a handler or grpc-js chose this status. UNKNOWN is what grpc-js makes of an error without a
 * code, its text included; trailers with a content type are those of another server's answer.
 */
function isDeliberate({ code, metadata }: OutgoingStatus): boolean {
  if (!isErrorCode(code) || code === Code.UNKNOWN) return false;
  if (receivedCall(metadata) !== undefined) return false;
  return !metadata || metadata.get("content-type").length === 0;
}
