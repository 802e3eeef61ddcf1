import type { PollContext } from "../../src/entry/operation.js";
import { VirtualClock } from "../retry/virtual-clock.js";

/** An answer of a script, or what gives it; an Error is thrown. */
export type Answer = unknown | ((id: string, context: PollContext) => unknown);

/** A `get` that gives one answer after the other, the last one for good. */
export function script(clock: VirtualClock, ...answers: Answer[]) {
  const start = clock.now();
  const ids: string[] = [];
  const times: number[] = [];
  const signals: AbortSignal[] = [];
  const get = async (id: string, context: PollContext): Promise<unknown> => {
    ids.push(id);
    times.push(clock.now() - start);
    signals.push(context.signal);
    const answer = answers[Math.min(ids.length, answers.length) - 1];
    const given = typeof answer === "function" ? await answer(id, context) : answer;
    if (given instanceof Error) throw given;
    return given;
  };
  return { get, ids, times, signals };
}

/** A scripted `get` with its clock, and without jitter. */
export function setUp(...answers: Answer[]) {
  const clock = new VirtualClock();
  const { get, ...seen } = script(clock, ...answers);
  return { clock, ...seen, options: { get, clock, random: () => 0.5 } };
}

/** The pauses between the polls of a script, whose first may have come after one as well. */
export function pausesOf(times: readonly number[]): number[] {
  return times.map((time, index) => time - (times[index - 1] ?? 0));
}

/** What a promise rejects with; `undefined` where it does not. */
export const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A poll that never answers and does not care for its signal. */
export const silence = () => new Promise<never>(() => {});
