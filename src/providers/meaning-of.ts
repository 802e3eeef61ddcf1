import type { RpcError } from "../error/rpc-error.js";
import type { ExplainedQuota } from "./details/explained-quota.js";
import type { FoundRow } from "./find-row.js";
import { generalMeanings } from "./general-meanings.js";
import { googleReason } from "./google-reasons.js";
import { operationMeanings } from "./operation-meanings.js";
import type { Localized, Party, ProviderRow, RowText } from "./provider.js";
import { quotaText } from "./quota-text.js";
import { whoseTurn } from "./whose-turn.js";

/** What an error means, and where that was read. */
export interface Meaning {
  readonly text: Localized<RowText>;
  readonly who: readonly Party[];
  /** Whether the same may succeed later. */
  readonly mayPass: boolean;
  readonly source: string;
}

/** What tells the meaning of an error besides itself. */
export interface MeaningContext {
  /** The row of its provider's table, where there is one. */
  readonly found: FoundRow | undefined;
  /** The quota that no attempt helps against, where there is one. */
  readonly lasting: ExplainedQuota | undefined;
}

/**
 * What an error means: its reason says more than its quota, that more than its code, and the code of an operation
 * means something else than that of a call.
 */
export function meaningOf(error: RpcError, { found, lasting }: MeaningContext): Meaning {
  const reason = googleReason(error);
  if (reason !== undefined) return meaning(reason, "google.api.ErrorReason");
  const row = found?.row ?? generalMeanings[error.code];
  const source = found === undefined ? GENERAL : sourceOf(found);
  const text = quotaText(lasting);
  const who = whoseTurn(row.who, lasting?.kind);
  // Of a bill, a row that leaves it to the account's owner says more than we can.
  const isBilled = found !== undefined && row.who.join() === "account-owner";
  if (text !== undefined && !(isBilled && isBill(lasting))) {
    return { text, who, mayPass: row.retry && who.includes("time"), source };
  }
  const ofOperation = error.via === "operation" ? operationMeanings[error.code] : undefined;
  return ofOperation === undefined ? meaning(row, source) : meaning(ofOperation, GENERAL);
}

const GENERAL = "google.rpc.Code";

function meaning({ text, who, retry }: ProviderRow, source: string): Meaning {
  return { text, who, mayPass: retry, source };
}

function isBill(quota: ExplainedQuota | undefined): boolean {
  return quota?.kind === "billing" || quota?.kind === "billing-words";
}

/** The row as its provider's documentation names it: `Fireworks AI: HTTP 412 Precondition Failed`. */
function sourceOf({ provider, row }: FoundRow): string {
  return `${provider.title.en}: HTTP ${row.httpStatus} ${row.name}`;
}
