import { invoke } from "../invoke.js";

/** The code that `rpc-status explain` prints for an input with one error. */
export async function snippet(input: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await invoke(["explain", ...options], input);
  const start = stdout.indexOf('import { RpcError } from "rpc-status";');
  if (start < 0) throw new Error(`no code in ${stdout}`);
  return stdout.slice(start);
}
