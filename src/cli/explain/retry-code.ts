import type { RpcError } from "../../error/rpc-error.js";
import type { Explanation } from "../../providers/explanation.js";
import { adviseRetry } from "../../retry/advise-retry.js";
import type { RetryAdvice } from "../../retry/retry-advice.js";

/** The parts of a call of `retry`. */
export interface RetryCode {
  /** What the function is to do, in words. */
  readonly comment: string;
  /** Lines with the members of the options. */
  readonly options: readonly string[];
}

/** How a call is repeated that fails like this; `undefined` where no attempt helps, or none within a day. */
export function retryCode(
  error: RpcError,
  { retryIfIdempotent, isOperation, locale }: Explanation,
): RetryCode | undefined {
  // Not the explanation's own advice: that may be for a call which is known to be idempotent.
  const always = adviseRetry(error);
  const isSafe = always.decision !== "stop";
  const advice = isSafe ? always : retryIfIdempotent;
  if (advice.decision === "stop" || advice.delayMs > DAY_MS) return undefined;
  const words = WORDS[locale];
  const call = isOperation ? words.start : words.call;
  const isTransaction = advice.decision === "retry-transaction";
  return {
    comment: isTransaction && !isOperation ? words.transaction : call,
    options: [
      ...(isSafe ? [] : [`idempotent: true, // ${words.idempotent}`]),
      ...(isTransaction ? ["transaction: true,"] : []),
      ...patience(advice),
      ...(advice.decision === "refresh-credentials"
        ? hook("refreshCredentials", "", words.credentials)
        : []),
      ...(advice.decision === "wait-for-operation"
        ? hook("waitForOperation", "operationId", words.operation)
        : []),
    ],
  };
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Less than the five minutes that all attempts take together by default. */
const ENOUGH_MS = 4 * MINUTE_MS;

/** A longer pause than `retry` has patience for by itself would end the call. */
function patience({ delayMs }: RetryAdvice): string[] {
  if (delayMs < ENOUGH_MS) return [];
  const minutes = Math.ceil(delayMs / MINUTE_MS) + 5;
  return [`totalTimeoutMs: ${minutes} * 60_000,`];
}

function hook(name: string, parameter: string, comment: string): string[] {
  return [`${name}: async (${parameter}) => {`, `  // ${comment}`, "},"];
}

const WORDS = {
  en: {
    call: "the call; pass the signal on to it",
    start: "start the operation and wait for it; pass the signal on",
    transaction: "the whole transaction, from its first read; pass the signal on",
    idempotent: "only if it may happen twice without harm",
    credentials: "get a new token",
    operation: "wait until this operation is over",
  },
  ru: {
    call: "вызов; передайте ему signal",
    start: "запуск операции и ожидание её завершения; передайте им signal",
    transaction: "вся транзакция с первого чтения; передайте ей signal",
    idempotent: "только если это безопасно выполнить дважды",
    credentials: "получите новый токен",
    operation: "дождитесь завершения этой операции",
  },
} as const;
