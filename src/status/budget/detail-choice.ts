import type { Detail } from "../details/detail.js";
import type { DroppedDetail, ShortenedList, TrimmedParts } from "./trim-report.js";
import type { DetailForm, WeighedDetail } from "./weighed-detail.js";

/** The bound that leaves all lists whole. */
export const WHOLE: number = Number.POSITIVE_INFINITY;

/** Details that may be sent, and what they weigh. */
export interface DetailChoice extends TrimmedParts {
  readonly details: readonly Detail[];
  /** What they weigh, the mark included. */
  readonly bytes: number;
  /** What the mark adds. */
  readonly markBytes: number;
}

/** Which of an error's details to send, and how. */
export interface Choosing {
  readonly all: readonly WeighedDetail[];
  readonly kept: readonly WeighedDetail[];
  /** How many violations of each list. */
  readonly bound: number;
  /** Whether an `ErrorInfo` tells the client. */
  readonly mark: boolean;
}

/** Makes the list that a choice leads to. */
export function chooseDetails({ all, kept, bound, mark }: Choosing): DetailChoice {
  const forms = kept.map((detail) => detail.within(bound));
  const parts = { dropped: withoutKept(all, kept), shortened: forms.flatMap(shortenedList) };
  let markBytes = 0;
  if (mark && parts.dropped.length + parts.shortened.length > 0) {
    const at = kept.findIndex(({ isMarkable }) => isMarkable);
    const marked = kept[at]?.marked(parts);
    if (marked !== undefined) {
      markBytes = marked.bytes - (forms[at] as DetailForm).bytes;
      forms[at] = marked;
    }
  }
  const details = forms.map(({ detail }) => detail);
  const bytes = forms.reduce((sum, form) => sum + form.bytes, 0);
  return { ...parts, details, bytes, markBytes };
}

function withoutKept(
  all: readonly WeighedDetail[],
  kept: readonly WeighedDetail[],
): DroppedDetail[] {
  const sent = new Set(kept);
  return all.flatMap((one) => (sent.has(one) ? [] : [{ type: one.type, bytes: one.whole.bytes }]));
}

function shortenedList({ shortened }: DetailForm): ShortenedList[] {
  return shortened === undefined ? [] : [shortened];
}
