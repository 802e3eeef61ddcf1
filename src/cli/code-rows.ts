import { Code, codeName } from "../status/code.js";
import { httpStatusFromCode } from "../status/http-status.js";

/** A code and how it is written. */
export interface CodeRow {
  readonly code: number;
  /** As in google.rpc.Code, and as most libraries write it. */
  readonly name: string;
  readonly httpStatus: number;
  /** As Connect's JSON writes it; there is no word for OK. */
  readonly connect?: string;
  /** As gRPC for Go prints it. */
  readonly go: string;
  /** Other words that are in use. */
  readonly others: readonly string[];
}

/** American spelling, in Go and in Connect. */
const CANCELED = "CANCELED";

const OTHERS: Readonly<Record<number, readonly string[]>> = {
  [Code.CANCELLED]: [CANCELED],
  [Code.UNIMPLEMENTED]: ["NOT_IMPLEMENTED"], // Yandex Cloud's guide
};

/** All codes by number, OK included. */
export const CODE_ROWS: readonly CodeRow[] = Array.from({ length: 17 }, (_, code) => {
  const name = codeName(code);
  const american = code === Code.CANCELLED ? CANCELED : name;
  return {
    code,
    name,
    httpStatus: httpStatusFromCode(code as Code),
    ...(code !== Code.OK && { connect: american.toLowerCase() }),
    go: code === Code.OK ? name : camelCase(american),
    others: OTHERS[code] ?? [],
  };
});

function camelCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
