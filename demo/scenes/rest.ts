import { errorFromResponse, errorsInStream } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { printFailure, printTitle, raw } from "../print/scene.js";

/** One failure, as four providers write it. */
export async function playRest(address: string): Promise<void> {
  printTitle("REST: four ways to say that there are too many reservations");
  for (const [name, path] of [
    ["the way Google's APIs answer (AIP-193): code is the HTTP status", "/google/reservations"],
    ["the way Yandex Cloud answers: code is the gRPC number", "/yandex/reservations"],
    ["the way Fireworks and OpenAI answer: code is a word", "/fireworks/reservations"],
  ] as const) {
    const response = await fetch(`http://${address}${path}`);
    const error = await errorFromResponse(response);
    const body: unknown = await response.json();
    const without = `HTTP ${response.status} ${response.statusText}\n${raw(body)}`;
    printFailure(`GET ${path}, ${name}`, without, error);
  }
  await playStream(`http://${address}/yandexgpt/reservations`);
}

/** A stream that fails in the middle: its HTTP status said 200 long before. */
async function playStream(url: string): Promise<void> {
  const response = await fetch(url);
  const without = `HTTP ${response.status} ${response.statusText}\n${await response.clone().text()}`;
  const words: string[] = [];
  try {
    for await (const { result } of errorsInStream<{ result: { text: string } }>(response)) {
      words.push(result.text);
    }
  } catch (error) {
    const call = "GET /yandexgpt/reservations, the way YandexGPT's stream ends";
    printFailure(`${call}; read before: "${words.join("")}"`, without, RpcError.from(error));
  }
}
