import { RpcError } from "rpc-status";
import { fetchWithErrors } from "rpc-status/http";
import type { Incoming } from "./incoming.js";

const url = process.env.LLM_URL ?? "https://api.fireworks.ai/inference/v1/chat/completions";
const fetchAnswer = fetchWithErrors();

/** Hands a client's request to a provider of models, with the gateway's own key. */
export async function complete(
  body: string,
  { requestId, timeoutMs, gone }: Incoming,
): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${process.env.API_KEY}`,
    "x-request-id": requestId,
  };
  const signal = AbortSignal.any([gone, AbortSignal.timeout(timeoutMs)]);
  try {
    return await fetchAnswer(url, { method: "POST", headers, body, signal });
  } catch (e) {
    const error = RpcError.from(e);
    // The request is the client's own. A wrong key, model or bill is the gateway's, also where
    // Gemini says INVALID_ARGUMENT of the key.
    const isOfRequest = RpcError.is(error, "INVALID_ARGUMENT");
    throw isOfRequest && error.reason !== "API_KEY_INVALID" ? error.forward() : error;
  }
}
