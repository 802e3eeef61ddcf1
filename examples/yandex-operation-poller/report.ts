import type { OperationSnapshot } from "rpc-status/operation";
import { explain, render } from "rpc-status/providers";

const locale = process.env.LANG?.startsWith("ru") ? "ru" : "en";

/** Writes how an operation ended, and where it failed what that means and the ids that support asks for. */
export function report(operationId: string, { state, error }: OperationSnapshot): void {
  console.log(operationId, state);
  if (state !== "failed") return; // of a cancelled one there is nothing to explain
  console.log(render(explain(error, { provider: "yandex-cloud", locale }), { locale }));
}
