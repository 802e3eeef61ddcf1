import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What hangs must not hang the whole. */
const MAX_MS = 600_000;

/**
 * Runs a script of this folder in a process of its own, with the plan as its argument, and gives what that sends.
 *
 * @throws Error where it ends without having sent anything, or takes more than ten minutes.
 */
export async function runInChild(script: string, plan: object): Promise<unknown> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = fork(path, [JSON.stringify(plan)], { timeout: MAX_MS });
  const ended = once(child, "exit");
  const [answer] = await Promise.race([
    once(child, "message"),
    // The end of the process may be noticed before what it sent; the end of the channel comes after that.
    once(child, "disconnect").then(async () => {
      const [code, signal] = await ended;
      throw new Error(`${script} ended with ${code ?? signal}, without an answer`);
    }),
  ]);
  // It ends by itself: whatever it left behind would keep it.
  await ended;
  return answer;
}
