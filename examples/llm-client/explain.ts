import { errorFromResponse } from "rpc-status/http";
import { explain, render } from "rpc-status/providers";

const url = process.env.FIREWORKS_URL ?? "https://api.fireworks.ai/inference/v1";
const model = process.env.FIREWORKS_MODEL ?? "accounts/fireworks/models/deepseek-v3p1";
const { FIREWORKS_API_KEY: key } = process.env;
if (!key) throw new Error("FIREWORKS_API_KEY is not set");
const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };

export async function complete(prompt: string): Promise<unknown> {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: prompt }] });
  const response = await fetch(`${url}/chat/completions`, { method: "POST", headers, body });
  const error = await errorFromResponse(response);
  if (error === undefined) return response.json();
  const explanation = explain(error, { provider: "fireworks" }); // or whoever the answer shows it to be
  if (explanation.who.includes("account-owner"))
    console.log("billing, please look:", explanation.fix);
  console.log(render(explanation));
  throw error;
}
