import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { constantName } from "../dialects/made-details.js";
import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { codeFromHttpStatus, httpStatusFromCode } from "../status/http-status.js";
import { isPartOf } from "./evidence/match-host.js";
import type { Provider, ProviderRow } from "./provider.js";

/** A row, and whose table it stands in. */
export interface FoundRow {
  readonly provider: Provider;
  readonly row: ProviderRow;
}

/**
 * The row of a provider's table that an error belongs to; where it has none, that of the provider that it is a part of.
 */
export function findRow(
  error: RpcError,
  provider: Provider,
  providers: readonly Provider[],
): FoundRow | undefined {
  const tables = [provider, ...providers.filter((whole) => isPartOf(provider, whole))];
  for (const table of tables) {
    const row = rowOf(error, table.rows);
    if (row !== undefined) return { provider: table, row };
  }
  return undefined;
}

/**
 * By HTTP status and code; then by code, then by HTTP status. Where the HTTP status is all that is known, or where the
 * table goes by it, it comes before the code, which was only derived from it.
 */
function rowOf(error: RpcError, rows: readonly ProviderRow[]): ProviderRow | undefined {
  const { code, httpStatus } = error;
  const ofHttp = rows.filter((row) => row.httpStatus === httpStatus && row.httpStatus >= 400);
  const ofCode = rows.filter((row) => row.code === code);
  const both = ofHttp.filter((row) => row.code === code);
  const byBoth = oneOf(both, error) ?? both[0];
  if (byBoth !== undefined) return byBoth;
  const byHttp = isByHttp(error, rows) ? oneOf(ofHttp, error) : undefined;
  return byHttp ?? (isDefault(error) ? undefined : oneOf(ofCode, error));
}

/** Whether the HTTP status says more of an error than its code does. */
function isByHttp({ origin }: RpcError, rows: readonly ProviderRow[]): boolean {
  if (origin === "transport") return true;
  const statuses = new Set(rows.map((row) => row.httpStatus));
  const codes = new Set(rows.map((row) => row.code));
  return statuses.size === rows.length && codes.size < rows.length;
}

/** Any HTTP status that no table knows becomes this code: 418 is no sign that billing is off. */
function isDefault({ code, httpStatus = 0 }: RpcError): boolean {
  return code === Code.FAILED_PRECONDITION && codeFromHttpStatus(httpStatus, "rest") === code;
}

/** Of several rows the one that the error names, else the usual one of its code or its HTTP status. */
function oneOf(rows: readonly ProviderRow[], error: RpcError): ProviderRow | undefined {
  if (rows.length < 2) return rows[0];
  const { code, httpStatus = 0 } = error;
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
