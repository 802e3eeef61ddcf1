import { type Problem, problem } from "../wire/problem.js";

/** The `message` of a JSON error; anything but a string gives "" and a problem. */
export function messageMember(value: unknown, problems: Problem[]): string {
  if (typeof value === "string") return value;
  if (value !== undefined && value !== null) {
    problems.push(problem("json", "no string", typeof value));
  }
  return "";
}
