import { codeName, parseCode } from "../status/code.js";
import { CODE_ROWS, type CodeRow } from "./code-rows.js";
import { HTTP_ROWS, type HttpRow, httpRow } from "./http-rows.js";
import { table } from "./table.js";
import { UsageError } from "./usage-error.js";

/** Options of `rpc-status codes`. */
export interface CodesOptions {
  readonly http?: boolean;
  readonly json?: boolean;
}

/**
 * The tables of codes, or what they say of one code or one HTTP status.
 *
 * @throws UsageError for a word that is no code.
 */
export function printCodes(wanted: string | undefined, { http, json }: CodesOptions): string {
  const { status, code } = readWanted(wanted);
  if (status !== undefined) return printHttp([httpRow(status)], json);
  if (http !== true)
    return printRows(
      CODE_ROWS.filter((row) => isWanted(row.code, code)),
      json,
    );
  const name = code === undefined ? undefined : codeName(code);
  const rows = HTTP_ROWS.filter(
    (row) => name === undefined || row.rest === name || row.transport === name,
  );
  return printHttp(rows, json);
}

function readWanted(wanted: string | undefined): { status?: number; code?: number } {
  if (wanted === undefined) return {};
  if (/^[1-5]\d\d$/.test(wanted)) return { status: Number(wanted) };
  const code = parseCode(wanted);
  if (code === undefined) throw new UsageError(`${wanted} is no code of gRPC and no HTTP status`);
  return { code };
}

function isWanted(code: number, wanted: number | undefined): boolean {
  return wanted === undefined || code === wanted;
}

function printRows(rows: readonly CodeRow[], json: boolean | undefined): string {
  if (json === true) return jsonLines(rows);
  return table([
    ["code", "name", "HTTP", "Connect", "Go", "also"],
    ...rows.map(({ code, name, httpStatus, connect, go, others }) => [
      String(code),
      name,
      String(httpStatus),
      connect ?? "-",
      go,
      others.join(", "),
    ]),
  ]);
}

function printHttp(rows: readonly HttpRow[], json: boolean | undefined): string {
  if (json === true) return jsonLines(rows);
  return table([
    ["HTTP", "the service answered (rest)", "a proxy answered (transport)"],
    ...rows.map(({ httpStatus, rest, transport }) => [httpStatus, rest, transport]),
  ]);
}

function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
