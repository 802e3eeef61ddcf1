import type { RpcError } from "../../error/rpc-error.js";
import { providers } from "../../providers/all-providers.js";
import type { Explanation } from "../../providers/explanation.js";
import type { ProviderRow } from "../../providers/provider.js";
import { columnsOf } from "../../providers/render/wrap-words.js";
import { jsonText } from "../json-text.js";

/** What a line of the condition may take, with its indentation inside of a `catch`. */
const COLUMNS = 78;

/**
 * The `if` that an error like this one meets: its code, its reason, and the HTTP status where the provider's table
 * has several rows for the code. A reason that no line has room for is left out.
 */
export function catchCondition(error: RpcError, explanation: Explanation): string[] {
  const tests = [`error.codeName === "${error.codeName}"`];
  if (isToldByStatus(explanation)) tests.push(`error.httpStatus === ${error.httpStatus}`);
  const reason = reasonLiteral(error.reason);
  if (reason !== undefined) tests.push(`error.reason === ${reason}`);
  const line = `if (${tests.join(" && ")}) {`;
  if (columnsOf(line) <= COLUMNS) return [line];
  const last = tests.length - 1;
  return ["if (", ...tests.map((test, at) => `  ${test}${at < last ? " &&" : ""}`), ") {"];
}

/** No escape sequence and nothing that hides is in it, and a line has room for it. */
function reasonLiteral(reason: string | undefined): string | undefined {
  if (!reason || reason.length > COLUMNS) return undefined;
  const literal = jsonText(reason);
  return columnsOf(`  error.reason === ${literal}`) <= COLUMNS ? literal : undefined;
}

function isToldByStatus({ provider, code, httpStatus }: Explanation): boolean {
  const rows = providers.find(({ id }) => id === provider?.id)?.rows ?? [];
  const isOfStatus = (row: ProviderRow) => row.httpStatus === httpStatus;
  return rows.some(isOfStatus) && rows.some((row) => row.code === code && !isOfStatus(row));
}
