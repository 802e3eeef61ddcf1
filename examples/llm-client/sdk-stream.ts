import { RpcError } from "rpc-status";
import { retry } from "rpc-status/retry";
import { fireworks } from "./clients.js";

const model = process.env.FIREWORKS_MODEL ?? "accounts/fireworks/models/deepseek-v3p1";

/** The answer piece by piece. Once a piece was shown, nothing is repeated. */
export async function* stream(content: string, signal: AbortSignal): AsyncGenerator<string> {
  const request = { model, stream: true as const, messages: [{ role: "user" as const, content }] };
  // The signal of an attempt ends with the attempt; the stream goes on under the caller's.
  const open = (attempt: AbortSignal) =>
    fireworks.chat.completions.create(request, { signal: AbortSignal.any([attempt, signal]) });
  const options = { idempotent: true, totalTimeoutMs: 20_000, signal };
  let finish: string | undefined;
  try {
    for await (const chunk of await retry((attempt) => open(attempt.signal), options)) {
      const [choice] = chunk.choices;
      finish = choice?.finish_reason ?? finish;
      yield choice?.delta.content ?? "";
    }
    signal.throwIfAborted(); // the SDK ends an aborted stream as if it were complete
  } catch (e) {
    throw RpcError.from(e);
  }
  if (finish === undefined) throw new RpcError("UNAVAILABLE", "the stream ended too early");
}
