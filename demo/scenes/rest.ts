import { RpcError } from "../../src/entry/index.js";
import { printFailure, printTitle, raw } from "../print/scene.js";

export async function playRest(address: string): Promise<void> {
  printTitle("REST");
  for (const [name, path] of [
    ["the way Google's APIs answer (AIP-193)", "/google/books/42"],
    ["the way Yandex Cloud answers (flat google.rpc.Status)", "/yandex/books/42"],
  ] as const) {
    const response = await fetch(`http://${address}${path}`);
    const body = await response.text();
    const without = `HTTP ${response.status} ${response.statusText}\n${raw(JSON.parse(body))}`;
    printFailure(`GET ${path}, ${name}`, without, RpcError.from(JSON.parse(body)));
  }
}
