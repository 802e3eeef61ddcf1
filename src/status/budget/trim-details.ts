import {
  DebugInfoSchema,
  HelpSchema,
  RequestInfoSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import type { Detail } from "../details/detail.js";
import { chooseDetails, type DetailChoice, WHOLE } from "./detail-choice.js";
import { largestThatFits } from "./largest-that-fits.js";
import type { TrimmedParts } from "./trim-report.js";
import { type DetailCost, WeighedDetail } from "./weighed-detail.js";

/** Details, and the room that there is for them. */
export interface DetailLoad {
  readonly details: readonly Detail[];
  /** What they may weigh together; less than 0 means that nothing fits. */
  readonly room: number;
  readonly cost: DetailCost;
}

/** What {@link trimDetails} left. */
export interface TrimmedDetails extends TrimmedParts {
  /** In the order given, those that had to lose nothing as they were. */
  readonly details: readonly Detail[];
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Leaves out of an error's details what does not fit, the least useful first and no more than needed: all
 * `DebugInfo`; all `Help`; the tails of long violation lists; whole details, the last ones first, but
 * `RequestInfo` at the very end, since support finds the call by it. The first `ErrorInfo` that stays
 * tells the client. Total, as far as `cost` is.
 */
export function trimDetails({ details, room, cost }: DetailLoad): TrimmedDetails {
  const all = details.map((detail) => new WeighedDetail(detail, cost));
  const bytesBefore = all.reduce((sum, { whole }) => sum + whole.bytes, 0);
  if (bytesBefore <= room) {
    return { details, dropped: [], shortened: [], bytesBefore, bytesAfter: bytesBefore };
  }
  const { details: kept, dropped, shortened, bytes } = settle(all, room);
  return { details: kept, dropped, shortened, bytesBefore, bytesAfter: bytes };
}

function settle(all: readonly WeighedDetail[], room: number): DetailChoice {
  const marked = new Trimmer(all, room, true);
  if (marked.keepsErrorInfo || !all.some(({ isMarkable }) => isMarkable)) return marked.choice;
  // An ErrorInfo without a mark says more than none.
  const unmarked = new Trimmer(all, room, false);
  return unmarked.keepsErrorInfo ? unmarked.choice : marked.choice;
}

class Trimmer {
  readonly #all: readonly WeighedDetail[];
  readonly #room: number;
  readonly #mark: boolean;
  readonly #kept: readonly WeighedDetail[];
  readonly choice: DetailChoice;

  constructor(all: readonly WeighedDetail[], room: number, mark: boolean) {
    this.#all = all;
    this.#room = room;
    this.#mark = mark;
    this.#kept = this.#keep();
    this.choice = this.#choose(this.#kept, this.#bound(this.#kept));
  }

  get keepsErrorInfo(): boolean {
    return this.#kept.some(({ isMarkable }) => isMarkable);
  }

  #keep(): readonly WeighedDetail[] {
    const withoutDebugInfo = without(this.#all, DebugInfoSchema.typeName);
    if (this.#fits(withoutDebugInfo, WHOLE)) return withoutDebugInfo;
    const withoutHelp = without(withoutDebugInfo, HelpSchema.typeName);
    if (this.#fits(withoutHelp, WHOLE) || this.#fits(withoutHelp, 1)) return withoutHelp;
    return this.#walk(withoutHelp);
  }

  /** How many violations of each list fit, when one of each does. */
  #bound(kept: readonly WeighedDetail[]): number {
    if (this.#fits(kept, WHOLE)) return WHOLE;
    return largestThatFits(1, (bound) => this.#fits(kept, bound));
  }

  /** Keeps one detail after the other, as far as they fit with one violation of each list. */
  #walk(details: readonly WeighedDetail[]): readonly WeighedDetail[] {
    // What the mark weighs is known only when it is known what goes.
    let reserve = 0;
    for (;;) {
      const kept = this.#keepEarliest(details, reserve);
      const { bytes, markBytes } = this.#choose(kept, 1);
      if (bytes <= this.#room || markBytes <= reserve) return kept;
      reserve = markBytes;
    }
  }

  #keepEarliest(details: readonly WeighedDetail[], reserve: number): readonly WeighedDetail[] {
    const isFirst = ({ type }: WeighedDetail) => type === RequestInfoSchema.typeName;
    const kept = new Set<WeighedDetail>();
    let left = this.#room;
    let markBytes = reserve;
    for (const detail of [...details.filter(isFirst), ...details]) {
      if (kept.has(detail)) continue;
      const isMarked = markBytes > 0 && detail.isMarkable;
      const bytes = detail.within(1).bytes + (isMarked ? markBytes : 0);
      if (bytes > left) continue;
      kept.add(detail);
      left -= bytes;
      if (isMarked) markBytes = 0;
    }
    return details.filter((detail) => kept.has(detail));
  }

  #fits(kept: readonly WeighedDetail[], bound: number): boolean {
    return this.#choose(kept, bound).bytes <= this.#room;
  }

  #choose(kept: readonly WeighedDetail[], bound: number): DetailChoice {
    return chooseDetails({ all: this.#all, kept, bound, mark: this.#mark });
  }
}

function without(details: readonly WeighedDetail[], type: string): readonly WeighedDetail[] {
  return details.filter((detail) => detail.type !== type);
}
