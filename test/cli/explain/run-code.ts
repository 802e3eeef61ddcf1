import ts from "typescript";
import * as index from "../../../src/entry/index.js";
import { type RetryOptions, retry } from "../../../src/entry/retry.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";

/** What became of a run. */
export interface Run {
  /** How often the call was made. */
  readonly calls: number;
  /** What the code wrote for the errors that it caught. */
  readonly written: readonly unknown[][];
}

/** The comment that stands for the call. */
const CALL = /\/\/ (?:the call|the whole transaction|start the operation|wait for the operation).*/;

/**
 * Runs code that `rpc-status explain` printed, with a call that fails, and a clock that nobody waits for.
 *
 * @param thrown - what the call fails with.
 * @param options - `failures`: how often it fails before it succeeds. Default: each time.
 * @throws what the code does not catch.
 */
export async function run(
  code: string,
  thrown: unknown,
  { failures = Number.POSITIVE_INFINITY }: { readonly failures?: number } = {},
): Promise<Run> {
  if (!CALL.test(code)) throw new Error(`no call in ${code}`);
  const written: unknown[][] = [];
  let calls = 0;
  const call = () => {
    calls++;
    if (calls <= failures) throw thrown;
  };
  const clock = fakeClock();
  const packages: Readonly<Record<string, object>> = {
    "rpc-status": index,
    "rpc-status/retry": {
      retry: (fn: () => unknown, options: RetryOptions) => retry(fn, { ...options, clock }),
    },
  };
  const { outputText } = ts.transpileModule(code.replace(CALL, "call();"), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const main = new AsyncFunction("require", "exports", "console", "call", outputText);
  const console = { error: (...values: unknown[]) => written.push(values) };
  await clock.until(main((name: string) => packages[name], {}, console, call));
  return { calls, written };
}
