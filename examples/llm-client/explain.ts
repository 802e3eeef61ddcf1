import { errorFromResponse } from "rpc-status/http";
import { explain, render } from "rpc-status/providers";

const url = process.env.LLM_URL ?? "https://api.fireworks.ai/inference/v1/chat/completions";

export async function complete(prompt: string): Promise<unknown> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify({ prompt }) });
  const error = await errorFromResponse(response);
  if (error === undefined) return response.json();
  const explanation = explain(error, { provider: "fireworks" }); // or whoever the answer shows it to be
  if (explanation.who.includes("account-owner"))
    console.log("billing, please look:", explanation.fix);
  console.log(render(explanation));
  throw error;
}
