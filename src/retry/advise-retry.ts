import { RpcError } from "../error/rpc-error.js";
import { codeName } from "../status/code.js";
import { cappedBackoffMs } from "./backoff.js";
import { checkAdviceOptions } from "./check-advice-options.js";
import { type Failure, findFailure } from "./failure-kind.js";
import { findRule } from "./find-rule.js";
import { readServerDelay, type ServerDelay } from "./hints/server-delay.js";
import type { AdviceOptions, RetryAdvice } from "./retry-advice.js";
import type { HintClass } from "./retry-rules.js";

/**
 * Says what to do after a failure: whether to call again, when, and why. It only looks, and never waits. The
 * decisions are those of `docs/retry-table.md`; what a server says of when to come back is obeyed.
 *
 * Total for any error: one that cannot be read at all is one to stop at.
 *
 * @param error - anything that was thrown or received; {@link RpcError.from} reads it.
 * @throws TypeError that names the option, for a wrong one.
 *
 * @example
 * const advice = adviseRetry(error, { idempotent: true, attempt, remainingMs: deadline - Date.now() });
 * if (advice.decision !== "retry") throw error;
 * await sleep(advice.delayMs);
 *
 * @see https://google.aip.dev/194
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md
 */
export function adviseRetry(error: unknown, options: AdviceOptions = {}): RetryAdvice {
  checkAdviceOptions(options);
  try {
    return advise(RpcError.from(error), options);
  } catch {
    // An object that only claims to be an RpcError, and throws when it is read.
    return UNREADABLE;
  }
}

function advise(error: RpcError, options: AdviceOptions): RetryAdvice {
  const { attempt = 1, remainingMs = Number.POSITIVE_INFINITY, now = Date.now() } = options;
  const failure = findFailure(error, options);
  const server = readServerDelay(error, failure.quota, now);
  const rule = findRule({
    kind: failure.kind,
    code: error.code,
    hint: hintClass(server),
    safe: options.idempotent === true || options.sent === false,
    refreshed: options.refreshed ?? attempt > 1,
  });
  const late = rule.decision === "stop" ? undefined : lateness(server, remainingMs);
  const decision = late === undefined ? rule.decision : "stop";
  const isPaced = decision === "retry" || decision === "retry-transaction";
  return {
    decision,
    delayMs: server.delayMs ?? (isPaced ? cappedBackoffMs(attempt) : 0),
    delaySource: server.source ?? (isPaced ? "backoff" : undefined),
    scope: failure.quota?.scope,
    quotaId: failure.quota?.quotaId,
    reason: late ?? fillIn(rule.reason, error, failure),
    source: late === undefined ? rule.source : "rpc-status",
    operationId: decision === "wait-for-operation" ? failure.operationId : undefined,
    ignored: server.ignored,
  };
}

function hintClass({ source, isRefused }: ServerDelay): HintClass {
  if (isRefused) return "refused";
  if (source === "quota" || source === "message") return source;
  return source === undefined ? "none" : "delay";
}

/** Why there is no time for another attempt. */
function lateness({ delayMs }: ServerDelay, remainingMs: number): string | undefined {
  if (remainingMs <= 0) return "no time is left for another attempt";
  if (delayMs === undefined || delayMs < remainingMs) return undefined;
  return `the server asks to wait ${Math.ceil(delayMs)} ms, and ${Math.floor(remainingMs)} ms are left`;
}

/** Ids that are short and plain enough for a log. */
const PLAIN_ID = /^[\w./:-]{1,100}$/;

function fillIn(reason: string, error: RpcError, { quota, operationId }: Failure): string {
  const id = quota?.quotaId ?? "";
  return reason
    .replace("{code}", codeName(error.code))
    .replace("{quota}", PLAIN_ID.test(id) ? `quota ${id}` : "a quota")
    .replace("{operation}", operationId ?? "");
}

const UNREADABLE: RetryAdvice = {
  decision: "stop",
  delayMs: 0,
  delaySource: undefined,
  scope: undefined,
  quotaId: undefined,
  reason: "the error cannot be read",
  source: "rpc-status",
  operationId: undefined,
  ignored: [],
};
