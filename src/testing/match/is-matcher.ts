import { member } from "../../wire/members.js";

/** Whether a value is one of `expect.any(…)` and its like, which only `equals` understands. */
export function isMatcher(value: unknown): boolean {
  return typeof member(value, "asymmetricMatch") === "function";
}
