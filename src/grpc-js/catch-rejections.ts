import { member } from "../wire/members.js";

type AnyFunction = (...args: unknown[]) => Promise<unknown>;

const ASYNC: unknown = Object.getPrototypeOf(async () => {});

/**
 * Replaces the async functions of an interceptor by such that pass on what they reject with: nobody else waits
 * for their promises. Others are left alone, since almost none is async.
 */
export function catchRejections(functions: unknown, onRejection: (reason: unknown) => void): void {
  if (typeof functions !== "object" || functions === null) return;
  const members = functions as Record<string, unknown>;
  for (const name in members) {
    const original = members[name];
    if (typeof original !== "function" || Object.getPrototypeOf(original) !== ASYNC) continue;
    const caught = (...args: unknown[]) => {
      Reflect.apply(original as AnyFunction, functions, args).catch(onRejection);
    };
    members[name] = caught;
  }
}

/** Does so for what each interceptor from one call down to another does with an answer: private members too. */
export function guardResponders(
  from: unknown,
  bottom: unknown,
  onRejection: (reason: unknown) => void,
): void {
  for (let level = from; level !== bottom && level !== undefined; level = member(level, "nextCall"))
    catchRejections(member(level, "responder"), onRejection);
}
