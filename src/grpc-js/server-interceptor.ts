import { ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import { receivedCall } from "../error/received.js";
import { RpcError } from "../error/rpc-error.js";
import { checkPolicy } from "../server/check-policy.js";
import type { ErrorPolicy } from "../server/error-policy.js";
import { judgeError } from "../server/outgoing-error.js";
import { Code, type ErrorCode, isErrorCode } from "../status/code.js";
import { METADATA_OWNER } from "../status/metadata.js";
import { incomingCall } from "./any-call.js";
import { bottomCall, type OutgoingStatus } from "./bottom-call.js";
import { guardResponders } from "./catch-rejections.js";
import { type Arrivals, guardArrivals } from "./guard-arrivals.js";
import { isSent, outgoingStatus } from "./outgoing-status.js";

/**
 * An interceptor that applies the policy of `guard` to statuses that reach it another way: an `RpcError`
 * called back as it is goes out with its details, and a plain Error's text stays inside. What another
 * interceptor throws while a call passes through both answers the call, too.
 *
 * It cannot see what grpc-js never turns into a status: a rejected promise, `destroy(error)`, the details
 * of an `RpcError` that was thrown. For those there is `guard`; the two work together. Nor can it see whose
 * trailers are on a status that was not made of an `RpcError`: one that has any counts as another service's.
 *
 * Put it first, so that it sees what the other interceptors do.
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
    const bottom = bottomCall(call);
    /** Answers past all interceptors, one of which threw. */
    const onThrow = (thrown: unknown) => bottom.sendStatus(judge(thrown));
    const arrivals: Arrivals = { onThrow };
    const judge = (thrown: unknown) => {
      const incoming = incomingCall(method.path, call, arrivals.metadata);
      return outgoingStatus(judgeError(thrown, policy, incoming), policy, incoming);
    };
    guardArrivals(bottom, arrivals);
    const sendStatus: Responder["sendStatus"] = (status, next) => {
      const isOk = status.code === Code.OK;
      const sent = isOk ? status : sanitize(status, judge, method.responseStream);
      try {
        next(sent);
      } catch (thrown) {
        const told = judge(thrown);
        bottom.sendStatus(isOk ? told : sent);
      }
    };
    // Nobody in front of this one: nobody who throws at what it passes on.
    if (bottom === call) return new ServerInterceptingCall(call, { sendStatus });
    guardResponders(call, bottom, onThrow);
    return new ServerInterceptingCall(call, { ...passing(onThrow), sendStatus });
  };
}

type Responder = NonNullable<ConstructorParameters<typeof ServerInterceptingCall>[1]>;

/** Passes on all but the status. */
function passing(onThrow: (thrown: unknown) => void): Omit<Responder, "sendStatus"> {
  const pass = (next: () => void) => {
    try {
      next();
    } catch (thrown) {
      onThrow(thrown);
    }
  };
  return {
    start: (next) => pass(next),
    sendMetadata: (metadata, next) => pass(() => next(metadata)),
    sendMessage: (message, next) => pass(() => next(message)),
  };
}

function sanitize(
  status: OutgoingStatus,
  judge: (thrown: unknown) => OutgoingStatus,
  streams: boolean,
): OutgoingStatus {
  const { metadata } = status;
  if (isSent(metadata)) return status;
  const owner = (metadata as { [METADATA_OWNER]?: unknown } | null | undefined)?.[METADATA_OWNER];
  if (owner !== undefined) return judge(owner);
  const { code, details } = status;
  if (isDeliberate(status, streams)) return judge(new RpcError(code as ErrorCode, String(details)));
  // As the one who received it would read it, for `expose`; grpc-js's own word for an error without a code is none.
  const read = code === Code.UNKNOWN ? undefined : RpcError.from(status);
  return judge(read ?? new Error(`status ${code}: ${details}`, { cause: status }));
}

/**
 * Whether a handler or grpc-js chose this status. UNKNOWN is what grpc-js makes of an error without a
 * code, its text included; the error of another server's answer has metadata. So have streams, of their own,
 * which is empty unless somebody filled it.
 */
function isDeliberate({ code, metadata }: OutgoingStatus, streams: boolean): boolean {
  if (!isErrorCode(code) || code === Code.UNKNOWN) return false;
  if (metadata === undefined || metadata === null) return true;
  return (
    streams && receivedCall(metadata) === undefined && Object.keys(metadata.getMap()).length === 0
  );
}
