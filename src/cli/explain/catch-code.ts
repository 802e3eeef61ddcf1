import type { RpcError } from "../../error/rpc-error.js";
import type { Explanation } from "../../providers/explanation.js";
import { catchCondition } from "./catch-condition.js";
import { readingCode } from "./reading-code.js";
import { type RetryCode, retryCode } from "./retry-code.js";

/**
 * TypeScript that catches an error like this one: by what tells it from others, after as many attempts as it is
 * worth. Text of the peer stands in it as literals only, and no line takes more than 80 columns.
 */
export function catchCode(error: RpcError, explanation: Explanation): string {
  const retry = retryCode(error, explanation);
  const lines = [
    'import { RpcError } from "rpc-status";',
    ...(retry === undefined ? [] : ['import { retry } from "rpc-status/retry";']),
    "",
    "try {",
    ...(retry === undefined ? callLines(explanation) : retryLines(retry)).map(indented),
    "} catch (e) {",
    "  const error = RpcError.from(e);",
    ...catchCondition(error, explanation).map(indented),
    ...readingCode(error).map((line) => `    ${line}`),
    "  } else {",
    "    throw error;",
    "  }",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function indented(line: string): string {
  return `  ${line}`;
}

function callLines({ isOperation, locale }: Explanation): string[] {
  return [`// ${WORDS[locale][isOperation ? "wait" : "call"]}`];
}

const WORDS = {
  en: { call: "the call", wait: "wait for the operation" },
  ru: { call: "вызов", wait: "ожидание завершения операции" },
} as const;

function retryLines({ comment, options }: RetryCode): string[] {
  const begin = "async ({ signal }) => {";
  if (options.length === 0) return [`await retry(${begin}`, `  // ${comment}`, "});"];
  const body = [begin, `  // ${comment}`, "},", "{", ...options.map(indented), "},"];
  return ["await retry(", ...body.map(indented), ");"];
}
