import { Code, RpcError } from "rpc-status";
import { explain } from "rpc-status/providers";
import { retry } from "rpc-status/retry";
import { type Answer, models } from "./models.js";

/** The answer of the first model that gives one; `signal` ends it all. */
export async function complete(prompt: string, signal: AbortSignal): Promise<Answer> {
  const failures: RpcError[] = [];
  for (const { provider, totalTimeoutMs, ask } of models) {
    try {
      return await retry((attempt) => ask(prompt, attempt.signal), {
        idempotent: true, // a second answer does no harm; both are paid
        totalTimeoutMs, // a provider that asks for a longer pause is left at once
        signal,
      });
    } catch (e) {
      const error = RpcError.from(e);
      if (signal.aborted) throw error; // nobody wants the answer, or its time is over
      report(e, provider);
      if (isWrongRequest(error)) throw error;
      failures.push(error);
    }
  }
  throw new AggregateError(failures, "no model gave an answer");
}

/** What does not pass by itself is for the operator: the key, billing, the name of the model. */
function report(e: unknown, provider: string): void {
  const found = explain(e, { provider, retry: { idempotent: true } });
  const { httpStatus, codeName, message, who, fix, requestIds } = found;
  const level = who[0] === "time" ? "info" : "alert"; // here stands your logger
  console.log(level, provider, httpStatus, codeName, message, fix, ...requestIds);
}

/** Wrong at the next provider too. Of a wrong key Gemini says INVALID_ARGUMENT as well. */
function isWrongRequest({ code, reason, httpStatus }: RpcError): boolean {
  if (httpStatus === 413) return true; // too large; a proxy says so without a code
  return code === Code.INVALID_ARGUMENT && reason !== "API_KEY_INVALID";
}
