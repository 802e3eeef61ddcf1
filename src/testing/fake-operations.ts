import { RpcError } from "../error/rpc-error.js";
import type { OperationSource } from "../operation/operation-source.js";
import { isFinal, type OperationState } from "../operation/state.js";
import { isError } from "../wire/members.js";
import { showValue } from "../wire/show-value.js";
import { type FakeOperationInit, fakeOperation, type OperationStyle } from "./fake-operation.js";

/** What a poll gets: a state, alone or with what goes with it, or an error that the poll fails with. */
export type FakePoll = OperationState | Omit<FakeOperationInit, "id"> | Error;

/** A source that plays scripts, and remembers what it was asked for. */
export interface FakeOperations extends OperationSource {
  /** The ids that were asked for, in order. */
  readonly polls: readonly string[];
  /** The ids that were to be cancelled, in order. */
  readonly cancels: readonly string[];
  cancel(id: string): Promise<object>;
}

/**
 * A source for `waitForOperation` and its like, in which each operation plays a script: one entry for a poll,
 * the last one for good. An id without a script is NOT_FOUND. One that is cancelled, and not over, is `cancelled`
 * from then on.
 *
 * @example
 * const source = fakeOperations({
 *   op1: ["running", new RpcError("UNAVAILABLE", "restarting"), { state: "failed", error: tooLarge }],
 * });
 * const clock = fakeClock();
 * await clock.until(waitForOperation("op1", { source, clock }));
 *
 * @throws TypeError that names the value, for a script that is none.
 */
export function fakeOperations(
  scripts: Readonly<Record<string, readonly FakePoll[]>>,
  { style = "yandex" }: { readonly style?: OperationStyle } = {},
): FakeOperations {
  const polls: string[] = [];
  const cancels: string[] = [];
  const left = new Map<string, Answer[]>();
  for (const [id, script] of Object.entries(scripts)) left.set(id, readScript(id, script, style));

  function answersOf(id: string): Answer[] {
    const answers = left.get(id);
    if (answers === undefined) throw new RpcError("NOT_FOUND", `operation ${id} does not exist`);
    return answers;
  }

  return {
    polls,
    cancels,
    async get(id) {
      polls.push(id);
      const answers = answersOf(id);
      const [{ gives, isOver }] = answers as [Answer];
      // Whoever asks on finds it over, whatever the script goes on with.
      if (answers.length > 1 && !isOver) answers.shift();
      if (isError(gives)) throw gives;
      return gives;
    },
    async cancel(id) {
      cancels.push(id);
      const answers = answersOf(id);
      if (answers[0]?.isOver !== true) left.set(id, [readPoll(id, "cancelled", style)]);
      return {};
    },
  };
}

interface Answer {
  readonly gives: object;
  readonly isOver: boolean;
}

function readScript(id: string, script: readonly FakePoll[], style: OperationStyle): Answer[] {
  if (!Array.isArray(script) || script.length === 0)
    throw new TypeError(
      `the script of ${showValue(id)} must be a list with an entry for each poll`,
    );
  return script.map((poll) => readPoll(id, poll, style));
}

function readPoll(id: string, poll: FakePoll, style: OperationStyle): Answer {
  if (isError(poll)) return { gives: poll, isOver: false };
  const init = typeof poll === "string" ? { state: poll } : poll;
  return { gives: fakeOperation({ ...init, id }, { style }), isOver: isFinal(init.state) };
}
