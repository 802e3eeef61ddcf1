/** What had to be left out of a status so that it fits. */
export interface TrimReport {
  /**
   * What it may weigh, in bytes: of the `google.rpc.Status` where that was too large, else of the block of
   * all headers; of a body the whole.
   */
  readonly maxBytes: number;
  /** What it weighed, in the bytes of `maxBytes`. */
  readonly bytesBefore: number;
  /** What it weighs now. More than `maxBytes` only where that is too little for the code and the message. */
  readonly bytesAfter: number;
  /** Details left out whole: their types, in the order of the error, and what each weighed. */
  readonly dropped: readonly DroppedDetail[];
  /** Violation lists that were shortened, in the order of the error. */
  readonly shortened: readonly ShortenedList[];
  /** Present where the message was cut: its length in bytes of UTF-8 as it is sent, and as it was. */
  readonly message?: { readonly keptBytes: number; readonly ofBytes: number };
  /** Names of headers and trailers that were left out. */
  readonly headers: readonly string[];
}

/** A detail that was left out. */
export interface DroppedDetail {
  /** Full name of its type, such as `google.rpc.DebugInfo`. */
  readonly type: string;
  readonly bytes: number;
}

/** A list of violations that lost its tail. */
export interface ShortenedList {
  /** Full name of the detail's type, such as `google.rpc.BadRequest`. */
  readonly type: string;
  /** How many violations are sent; the entry that counts the others is none of them. */
  readonly kept: number;
  /** How many there were. */
  readonly of: number;
}

/** What of an error's details had to go. */
export type TrimmedParts = Pick<TrimReport, "dropped" | "shortened">;
