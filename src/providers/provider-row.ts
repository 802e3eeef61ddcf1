import { type Code, codeName } from "../status/code.js";
import { httpStatusFromCode } from "../status/http-status.js";
import type { Party, ProviderRow, RowText } from "./provider.js";

/** A row as the tables are written: what follows from the rest is left out. */
export interface RowSource {
  readonly code: Code;
  /** Default: the HTTP status of the code. */
  readonly httpStatus?: number;
  /** Default: the name of the code. */
  readonly name?: string;
  readonly who: readonly Party[];
  /** What happened, and what to do. */
  readonly en: readonly [what: string, fix: string];
  readonly ru?: readonly [what: string, fix: string];
}

/** The row of a table; the same call may succeed later where time is among those who can mend it. */
export function providerRow(source: RowSource): ProviderRow {
  const { code, httpStatus = httpStatusFromCode(code), name = codeName(code), who } = source;
  const en = rowText(source.en);
  return {
    code,
    httpStatus,
    name,
    text: source.ru === undefined ? { en } : { en, ru: rowText(source.ru) },
    who,
    retry: who.includes("time"),
  };
}

function rowText([what, fix]: readonly [what: string, fix: string]): RowText {
  return { what, fix };
}
