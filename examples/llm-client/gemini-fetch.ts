import { fetchWithErrors } from "rpc-status/http";
import type { Answer } from "./models.js";

const url = process.env.GEMINI_URL ?? "https://generativelanguage.googleapis.com";
const model = process.env.GEMINI_MODEL ?? "gemini-flash-latest";
const fetchModel = fetchWithErrors();

/** As the service documents its answer. */
interface Generated {
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly { readonly text?: string }[] };
    readonly finishReason?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string };
}

export async function ask(prompt: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetchModel(`${url}/v1beta/models/${model}:generateContent`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-goog-api-key": process.env.GEMINI_API_KEY ?? "", // in the URL proxies would log it
    },
    body: JSON.stringify({ contents: [{ parts: [{ text: prompt }] }] }),
    signal,
  });
  const { candidates, promptFeedback }: Generated = await response.json();
  const [candidate] = candidates ?? [];
  const text = candidate?.content?.parts?.map((part) => part.text ?? "").join("") ?? "";
  return { text, finish: candidate?.finishReason ?? promptFeedback?.blockReason ?? "" };
}
