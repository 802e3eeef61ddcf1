import { RpcError } from "../../src/entry/index.js";
import { sameJson } from "../vectors/same-json.js";
import type { CheckResult } from "./check-result.js";

/** Longer than any check takes; less than the whole run may. */
const LIMIT_MS = 10_000;

/** The servers that the page may call, by their origins. */
export interface Servers {
  /** The page's own. */
  readonly here: string;
  /** One that gives the same answers, and is foreign to the page. */
  readonly elsewhere: string;
  /** Nobody listens there. */
  readonly gone: string;
}

/** One thing that must hold in a browser. */
export interface Check {
  /** What is checked. */
  readonly family: string;
  /** What must hold, in one sentence. */
  readonly name: string;
  /** Gives a sentence for each mismatch. May throw as well. */
  readonly run: (servers: Servers) => readonly string[] | Promise<readonly string[]>;
}

/** Runs one check. Never rejects, and never takes much longer than {@link LIMIT_MS}. */
export async function runCheck(
  { family, name, run }: Check,
  servers: Servers,
): Promise<CheckResult> {
  const start = performance.now();
  const failures = await Promise.race([
    (async () => run(servers))().catch((thrown) => [`threw ${describe(thrown)}`]),
    tooLate(),
  ]);
  return { family, name, failures, durationMs: performance.now() - start };
}

function tooLate(): Promise<string[]> {
  return new Promise((resolve) => {
    setTimeout(() => resolve([`did not end within ${LIMIT_MS} ms`]), LIMIT_MS);
  });
}

/** A sentence for each member that is not as expected. Members that nothing is expected of are left open. */
export function mismatches(actual: object, expected: Readonly<Record<string, unknown>>): string[] {
  const facts = new Map<string, unknown>(Object.entries(actual));
  return Object.entries(expected)
    .filter(([name, value]) => !sameJson(facts.get(name), value))
    .map(([name, value]) => `${name} is ${show(facts.get(name))}, not ${show(value)}`);
}

/** What a promise rejects with; throws where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (thrown) {
    return thrown;
  }
  throw new Error("nothing was thrown");
}

/** What the checks compare of an error. */
export function factsOf(thrown: unknown): object {
  if (!(thrown instanceof RpcError)) return { code: `none, it is ${describe(thrown)}` };
  const { codeName: code, message, origin, reason, httpStatus, cause } = thrown;
  const causedBy = cause instanceof Error ? cause.name : cause?.constructor.name;
  return { code, message, origin, reason, httpStatus, causedBy };
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
