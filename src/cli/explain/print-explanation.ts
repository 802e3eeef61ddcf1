import { RpcError } from "../../error/rpc-error.js";
import type { Explanation } from "../../providers/explanation.js";
import { painter } from "../../providers/render/paint.js";
import { render } from "../../providers/render.js";
import type { Finding } from "../finding.js";
import { printError } from "../print-error.js";
import type { Screen } from "../screen.js";
import { wrapTree } from "../wrap-tree.js";
import { catchCode } from "./catch-code.js";

/** An error, and what it means. */
export interface Explained {
  readonly finding: Finding;
  readonly explanation: Explanation;
}

const TITLES = {
  en: "To catch it in TypeScript:",
  ru: "Как поймать эту ошибку в TypeScript:",
} as const;

/** An error for a person: what `decode` prints, what it means, and the code that catches it. */
export function printExplanation({ finding, explanation }: Explained, screen: Screen): string {
  const { locale } = explanation;
  const title = painter(screen.colours)(TITLES[locale], "bold");
  const code = catchCode(RpcError.fromParts(finding.parts), explanation);
  const tree = wrapTree(printError(finding), screen.lineWidth);
  return `${tree}\n${render(explanation, screen)}\n\n${title}\n\n${code}`;
}
