import { Code, RpcError } from "rpc-status";
import { errorsInStream } from "rpc-status/http";

/** As the service documents its events. */
interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

const url = process.env.COMPLETIONS_URL ?? "http://127.0.0.1:8080/v1/chat/completions";
const request = {
  method: "POST",
  headers: {
    "content-type": "application/json",
    authorization: `Bearer ${process.env.API_KEY}`,
  },
  body: JSON.stringify({ stream: true, messages: [{ role: "user", content: "Tell a story" }] }),
};

let story = "";
try {
  for await (const chunk of errorsInStream<Chunk>(await fetch(url, request))) {
    story += chunk.choices[0]?.delta.content ?? "";
  }
} catch (e) {
  const error = RpcError.from(e); // HTTP 200 was sent long before this
  console.log(error.codeName, error.message);
  if (error.code === Code.UNAVAILABLE) console.log("to be continued:", story);
}
