/** What one poll of an operation meets. */
export type Step = Trouble | Progress;

/** Why a poll gets no operation. */
export type Trouble =
  /** The replica that is asked has not heard of it yet: NOT_FOUND. */
  | { readonly kind: "unknown" }
  /** RESOURCE_EXHAUSTED, with the time to come back after. */
  | { readonly kind: "throttled"; readonly retryMs: number }
  /** The server dies in the middle of the poll, and is back a little later. */
  | { readonly kind: "crash" };

/** How far an operation is. */
export interface Progress {
  /** `failing` has an error already, and is being rolled back. */
  readonly kind: "running" | "failing" | "failed" | "cancelled" | "succeeded";
  /** How much of its work is done. Default: as much as before. */
  readonly count?: number;
  /** The pause that the service asks for, in whole seconds. */
  readonly pollIntervalS?: number;
}

/** Whether an operation goes no further. */
export function isOver({ kind }: Progress): boolean {
  return kind !== "running" && kind !== "failing";
}

/** Whether a poll gets the operation. */
export function isProgress(step: Step): step is Progress {
  return step.kind !== "unknown" && step.kind !== "throttled" && step.kind !== "crash";
}
