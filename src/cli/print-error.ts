import { plainLine } from "../error/plain-line.js";
import { renderError } from "../error/render.js";
import { RpcError } from "../error/rpc-error.js";
import { DIALECT_EVIDENCE, FORM_EVIDENCE } from "./evidence.js";
import type { Finding } from "./finding.js";

/** An error for a person: its tree, and below it how it was read, why so, and what came with it. */
export function printError(finding: Finding): string {
  const error = RpcError.fromParts(finding.parts);
  const { dialect, origin, via, httpStatus, requestIds } = error;
  const place = finding.line === undefined ? "" : `, line ${finding.line}`;
  const facts = [
    ...(dialect === undefined ? [] : [`${dialect}: ${DIALECT_EVIDENCE[dialect]}`]),
    `origin ${origin}, via ${via}${httpStatus === undefined ? "" : `, HTTP status ${httpStatus}`}`,
    ...(requestIds.length === 0 ? [] : [`request ids: ${requestIds.join(", ")}`]),
    ...(finding.notes ?? []).map((note) => `note: ${note}`),
  ];
  const lines = facts.map((fact, i) => `${i === facts.length - 1 ? "└" : "├"} ${plainLine(fact)}`);
  const from = `Read from ${FORM_EVIDENCE[finding.form]}${place}`;
  return `${[renderError(error), from, ...lines].join("\n")}\n`;
}
