import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { constantName } from "../dialects/made-details.js";
import type { RpcError } from "../error/rpc-error.js";
import { Code, type ErrorCode } from "../status/code.js";
import { codeFromHttpStatus, httpStatusFromCode } from "../status/http-status.js";
import { isPartOf } from "./evidence/match-host.js";
import type { Provider, ProviderRow } from "./provider.js";

/** A row, and whose table it stands in. */
export interface FoundRow {
  readonly provider: Provider;
  readonly row: ProviderRow;
}

/** Where {@link findRow} looks, and for what. */
export interface SoughtRow {
  readonly provider: Provider;
  readonly providers: readonly Provider[];
  /** The code that the error means, where that is another than its own; its HTTP status says nothing then. */
  readonly code: ErrorCode;
}

/**
 * The row of a provider's table that an error belongs to; where it has none, that of the provider that it is a part of.
 */
export function findRow(
  error: RpcError,
  { provider, providers, code }: SoughtRow,
): FoundRow | undefined {
  const tables = [provider, ...providers.filter((whole) => isPartOf(provider, whole))];
  const told = { code, httpStatus: code === error.code ? error.httpStatus : undefined, error };
  for (const table of tables) {
    const row = rowOf(told, table.rows);
    if (row !== undefined) return { provider: table, row };
  }
  return undefined;
}

/** What tells the row of an error. */
interface Told {
  readonly code: ErrorCode;
  readonly httpStatus: number | undefined;
  readonly error: RpcError;
}

/**
 * By HTTP status and code; then by code, then by HTTP status. Where the HTTP status is all that is known, or where the
 * table goes by it, it comes before the code, which was only derived from it.
 */
function rowOf(told: Told, rows: readonly ProviderRow[]): ProviderRow | undefined {
  const { code, httpStatus, error } = told;
  const ofHttp = rows.filter((row) => row.httpStatus === httpStatus && row.httpStatus >= 400);
  const ofCode = rows.filter((row) => row.code === code);
  const both = ofHttp.filter((row) => row.code === code);
  const byBoth = oneOf(both, told) ?? both[0];
  if (byBoth !== undefined) return byBoth;
  const byHttp = isByHttp(error, rows) ? oneOf(ofHttp, told) : undefined;
  return byHttp ?? (isDefault(told) ? undefined : oneOf(ofCode, told));
}

/** Whether the HTTP status says more of an error than its code does. */
function isByHttp({ origin }: RpcError, rows: readonly ProviderRow[]): boolean {
  if (origin === "transport") return true;
  const statuses = new Set(rows.map((row) => row.httpStatus));
  const codes = new Set(rows.map((row) => row.code));
  return statuses.size === rows.length && codes.size < rows.length;
}

/** Any HTTP status that no table knows becomes this code: 418 is no sign that billing is off. */
function isDefault({ code, httpStatus = 0 }: Told): boolean {
  return code === Code.FAILED_PRECONDITION && codeFromHttpStatus(httpStatus, "rest") === code;
}

/** Of several rows the one that the error names, else the usual one of its code or its HTTP status. */
function oneOf(rows: readonly ProviderRow[], told: Told): ProviderRow | undefined {
  if (rows.length < 2) return rows[0];
  const { code, httpStatus = 0, error } = told;
  const words = error
    .findAll(ErrorInfoSchema)
    .flatMap(({ reason, metadata }) => [reason, metadata.code ?? "", metadata.type ?? ""])
    .map(constantName);
  return (
    rows.find(({ name }) => words.includes(constantName(name))) ??
    rows.find((row) => row.code === code && row.httpStatus === httpStatusFromCode(code)) ??
    rows.find((row) => row.code === codeFromHttpStatus(httpStatus, "rest"))
  );
}
