import { Code, RpcError } from "../../../src/entry/index.js";
import type { OperationSnapshot } from "../../../src/entry/operation.js";
import { adviseRetry } from "../../../src/entry/retry.js";
import { printNote } from "../../print/scene.js";
import type { LoggedPoll } from "./logged-source.js";

/** Prints a line for each poll: how long the pause before it was and why, and what was answered. */
export class PollLog {
  #endedAt = performance.now();
  #reason = "backoff: just begun";

  add(poll: LoggedPoll): void {
    const pauseMs = Math.round(poll.startedAt - this.#endedAt);
    printNote(`  ${`${pauseMs} ms`.padStart(7)}  ${this.#reason.padEnd(30)}  ${answerOf(poll)}`);
    this.#endedAt = poll.endedAt;
    this.#reason = reasonToPause(poll);
  }
}

/** Lines must not break: a longer answer is cut. */
const MAX_ANSWER = 65;

function answerOf({ answer }: LoggedPoll): string {
  const text = answer instanceof RpcError ? failureText(answer) : progressText(answer);
  return text.length > MAX_ANSWER ? `${text.slice(0, MAX_ANSWER - 1)}…` : text;
}

function failureText(error: RpcError): string {
  const name = [error.codeName, error.reason].filter(Boolean).join(" ");
  return `${isGone(error) ? "no server, " : ""}${name}: ${error.message}`;
}

function progressText({ state, error }: OperationSnapshot): string {
  if (error === undefined) return state;
  const rollback = state === "failing" ? ", and is rolled back" : "";
  return `${state}: ${error.codeName} ${error.reason}${rollback}`;
}

function reasonToPause({ answer, interval }: LoggedPoll): string {
  if (interval !== undefined) return `x-operation-poll-interval: ${interval}`;
  if (!(answer instanceof RpcError)) return "backoff";
  if (isGone(answer)) return "backoff: servers come back";
  if (answer.code === Code.NOT_FOUND) return "backoff: replicas may lag";
  const { delayMs, delaySource } = adviseRetry(answer, { idempotent: true });
  return delaySource === "retry-info" ? `RetryInfo: ${delayMs} ms` : "backoff";
}

/** Whether no server has answered. */
function isGone({ origin }: RpcError): boolean {
  return origin !== "server";
}
