import { ignoreRejection } from "./ignore-rejection.js";

/** Calls a function of the user's that only listens: what it throws, or rejects with, ends here. */
export function survive(listen: () => unknown): void {
  try {
    ignoreRejection(listen());
  } catch {
    // A listener that fails must not take an answer with it, nor the process.
  }
}
