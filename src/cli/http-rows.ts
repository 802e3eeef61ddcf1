import { codeName } from "../status/code.js";
import { codeFromHttpStatus } from "../status/http-status.js";

/** What an HTTP status means that came without a code. */
export interface HttpRow {
  /** `404`, or `4xx` for all statuses of a class that have no row of their own. */
  readonly httpStatus: string;
  /** Where the service itself answered. */
  readonly rest: string;
  /** Where something between the client and a gRPC service answered. */
  readonly transport: string;
}

/** A status of each class to which nobody gives a meaning of its own. */
const ORDINARY = [150, 250, 350, 450, 550] as const;

/** The whole table: for each class the statuses that differ from the rest of it, then the rest. */
export const HTTP_ROWS: readonly HttpRow[] = ORDINARY.flatMap((ordinary) => {
  const rest = httpRow(ordinary);
  const special = Array.from({ length: 100 }, (_, i) => httpRow(ordinary - 50 + i)).filter(
    (row) => row.rest !== rest.rest || row.transport !== rest.transport,
  );
  return [...special, { ...rest, httpStatus: `${Math.floor(ordinary / 100)}xx` }];
});

export function httpRow(status: number): HttpRow {
  return {
    httpStatus: String(status),
    rest: codeName(codeFromHttpStatus(status, "rest")),
    transport: codeName(codeFromHttpStatus(status, "transport")),
  };
}
