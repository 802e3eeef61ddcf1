import type { FailedPoll } from "../poller.js";

/** Why a batch ended. */
export type BatchEnd =
  /** All operations are over. */
  | { readonly kind: "done" }
  | { readonly kind: "timeout" }
  | { readonly kind: "aborted"; readonly reason: unknown }
  | { readonly kind: "refused"; readonly failed: FailedPoll }
  /** A function of the caller's threw that has no business to. */
  | { readonly kind: "defect"; readonly defect: unknown }
  /** Nobody wants to know any more. */
  | { readonly kind: "left" };
