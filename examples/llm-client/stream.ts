import { Code, RpcError } from "rpc-status";
import { errorsInStream } from "rpc-status/http";

/** As the service documents its events. */
interface Chunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string };
    readonly finish_reason?: string | null;
  }[];
}

const { FIREWORKS_URL: url = "https://api.fireworks.ai/inference/v1" } = process.env;
const { FIREWORKS_MODEL: model = "accounts/fireworks/models/deepseek-v3p1" } = process.env;
const { FIREWORKS_API_KEY: key } = process.env;
if (!key) throw new Error("FIREWORKS_API_KEY is not set");
const authorization = `Bearer ${key}`;
const headers = { "content-type": "application/json", authorization };
const messages = [{ role: "user", content: "Tell a story" }];
const body = JSON.stringify({ model, messages, stream: true });

let story = "";
let finish: string | null | undefined;
try {
  const response = await fetch(`${url}/chat/completions`, { method: "POST", headers, body });
  for await (const { choices } of errorsInStream<Chunk>(response)) {
    story += choices[0]?.delta.content ?? "";
    finish = choices[0]?.finish_reason ?? finish;
  }
  if (!finish) throw new RpcError("UNAVAILABLE", "the stream ended too early");
} catch (e) {
  const error = RpcError.from(e); // HTTP 200 was sent long before this
  console.log(error.codeName, error.message);
  if (error.code === Code.UNAVAILABLE) console.log("to be continued:", story);
}
