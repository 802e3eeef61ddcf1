import type { RpcError } from "../error/rpc-error.js";
import type { RetryAdvice } from "../retry/retry-advice.js";
import { conflictMeaning } from "./conflict-meaning.js";
import type { ExplainedQuota } from "./details/explained-quota.js";
import { type FoundRow, findRow } from "./find-row.js";
import { generalMeanings } from "./general-meanings.js";
import { googleReason } from "./google-reasons.js";
import { isBill } from "./is-bill.js";
import { meantCode } from "./meant-code.js";
import { operationMeanings } from "./operation-meanings.js";
import type { Localized, Party, Provider, ProviderRow, RowText } from "./provider.js";
import { quotaMeaning } from "./quota-meaning.js";

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
  /** Who sent the error, where that is known. */
  readonly provider: Provider | undefined;
  readonly providers: readonly Provider[];
  /** The quota that was exceeded, where one was. */
  readonly quota: ExplainedQuota | undefined;
  /** What to do by the error alone: an error means the same however much time is left. */
  readonly advice: RetryAdvice;
}

/**
 * What an error means: an operation in the way says more than its reason, that more than its quota, that more than
 * its code, and the code of an operation means something else than that of a call.
 */
export function meaningOf(error: RpcError, context: MeaningContext): Meaning {
  const { provider, providers, quota, advice } = context;
  const code = meantCode(error, quota, advice);
  const found = provider && findRow(error, { provider, providers, code });
  const row = found?.row ?? generalMeanings[code];
  const source = found === undefined ? GENERAL : sourceOf(found);
  if (advice.operationId !== undefined) return anew(conflictMeaning, source);
  const reason = googleReason(error);
  if (reason !== undefined) return meaning(reason, "google.api.ErrorReason");
  // A row that leaves it to the account's owner says more than we can: of a bill, or of a country.
  const isOwners = found !== undefined && row.who.join() === "account-owner";
  // A server that says when to come back knows better than the words of its message.
  const lasting = advice.decision === "stop" ? quota : undefined;
  const ofQuota = quotaMeaning(lasting);
  if (ofQuota !== undefined && !(isOwners && isBill(lasting))) return anew(ofQuota, source);
  const ofOperation = error.via === "operation" && !isOwners ? operationMeanings[code] : undefined;
  return ofOperation === undefined ? meaning(row, source) : meaning(ofOperation, GENERAL);
}

const GENERAL = "google.rpc.Code";

function meaning({ text, who, retry }: ProviderRow, source: string): Meaning {
  return { text, who, mayPass: retry, source };
}

/** What no row says; whether it passes goes with whose turn it is, and not with the row. */
function anew({ text, who }: Pick<Meaning, "text" | "who">, source: string): Meaning {
  return { text, who, mayPass: who.includes("time"), source };
}

/** The row as its provider's documentation names it: `Fireworks AI: HTTP 412 Precondition Failed`. */
function sourceOf({ provider, row }: FoundRow): string {
  return `${provider.title.en}: HTTP ${row.httpStatus} ${row.name}`;
}
