import type { Detail } from "../details/detail.js";
import { type DecodedDetail, decodedDetail } from "./decoded-detail.js";
import { canBeMarked, withMark } from "./trim-mark.js";
import type { ShortenedList, TrimmedParts } from "./trim-report.js";
import { hasViolations, type ViolationList, violationList } from "./violation-list.js";

/** What a detail weighs where it is sent, in bytes. */
export type DetailCost = (detail: Detail) => number;

/** A detail as it may be sent: whole, or its list shortened. */
export interface DetailForm {
  readonly detail: Detail;
  readonly bytes: number;
  /** Present where it is not whole. */
  readonly shortened?: ShortenedList;
}

/** A detail of an error that has to lose weight. */
export class WeighedDetail {
  readonly type: string;
  /** All of it. */
  readonly whole: DetailForm;
  readonly #cost: DetailCost;
  #decoded: { readonly detail: DecodedDetail | undefined } | undefined;
  #list: ViolationList | undefined;
  /** The last one asked for: it is mostly asked for again. */
  #last: { readonly bound: number; readonly form: DetailForm } | undefined;

  constructor(detail: Detail, cost: DetailCost) {
    this.type = detail.type;
    this.whole = { detail, bytes: cost(detail) };
    this.#cost = cost;
  }

  /**
   * The detail with no more than so many violations, where it lists any.
   *
   * @param bound - at least 1. A list that would not weigh less stays whole.
   */
  within(bound: number): DetailForm {
    if (!Number.isFinite(bound) || !hasViolations(this.type)) return this.whole;
    if (this.#last?.bound !== bound) this.#last = { bound, form: this.#shorten(bound) };
    return this.#last.form;
  }

  /** Whether it can say what was left out of the error. */
  get isMarkable(): boolean {
    return canBeMarked(this.type) && this.#decode() !== undefined;
  }

  /** The detail that says what was left out of the error; it must be markable. */
  marked(parts: TrimmedParts): DetailForm {
    const detail = withMark(this.#decode() as DecodedDetail, parts);
    return { detail, bytes: this.#cost(detail) };
  }

  #shorten(kept: number): DetailForm {
    const decoded = this.#decode();
    this.#list ??= decoded && violationList(decoded);
    if (this.#list === undefined || kept >= this.#list.length) return this.whole;
    const detail = this.#list.cut(kept);
    const bytes = this.#cost(detail);
    if (bytes >= this.whole.bytes) return this.whole;
    return { detail, bytes, shortened: { type: this.type, kept, of: this.#list.total } };
  }

  #decode(): DecodedDetail | undefined {
    this.#decoded ??= { detail: decodedDetail(this.whole.detail) };
    return this.#decoded.detail;
  }
}
