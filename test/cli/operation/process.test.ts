import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { RUNNING, SUCCEEDED } from "./operations.js";
import { CARRIERS, overGrpc, overRest, recorded, script } from "./served-operations.js";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** Starts the real command. Nothing ends it but itself, and what a test sends. */
function start(args: readonly string[], loader: readonly string[] = []) {
  const command = [...loader, "--import", "tsx", "src/cli/main.ts", "operation", "op1", ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT });
  child.stdin.end();
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return {
    child,
    ended: ended.then(([stdout, stderr, [exitCode, signal]]) => {
      return { exitCode, signal, stdout, stderr };
    }),
  };
}

/** Makes Node answer as if grpc-js were not installed. */
const WITHOUT_GRPC_JS = dataUrl(`
  import { register } from "node:module";
  register(${JSON.stringify(
    dataUrl(`export function resolve(specifier, context, next) {
      if (specifier !== "@grpc/grpc-js") return next(specifier, context);
      throw Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    }`),
  )});`);

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

describe.concurrent("rpc-status operation as a process", () => {
  it.each(Object.entries(CARRIERS))("ends by itself after a success over %s", async (_, serve) => {
    await serve(script(RUNNING, SUCCEEDED), async (args) => {
      const { exitCode, signal, stdout } = await start(args).ended;
      expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
      expect(stdout).toContain("k-17-secret");
    });
  });

  it.each([
    ["gRPC", overGrpc, "SIGINT"],
    ["REST", overRest, "SIGTERM"],
  ] as const)("ends in order over %s at %3$s", async (_, serve, stop) => {
    const { answer, asked } = recorded(() => undefined);
    await serve(answer, async (args) => {
      const { child, ended } = start(args);
      await asked;
      child.kill(stop);
      const { exitCode, signal, stdout, stderr } = await ended;
      expect({ exitCode, signal, stdout }).toEqual({ exitCode: 4, signal: null, stdout: "" });
      expect(stderr).toMatch(/^interrupted after [^\n]*\n$/);
    });
  });

  it("ends at once at a second signal, though it is still asking to cancel", async () => {
    const { answer, asked } = recorded(() => undefined);
    await overGrpc(answer, async (args) => {
      const { child, ended } = start([...args, "--cancel-on-interrupt"]);
      await asked;
      child.kill("SIGINT");
      await once(child.stderr, "data");
      child.kill("SIGINT");
      expect(await ended).toMatchObject({ exitCode: null, signal: "SIGINT" });
    });
  });

  it("goes over REST without grpc-js, and says what gRPC needs", async () => {
    const loader = ["--import", WITHOUT_GRPC_JS];
    await overRest(script(SUCCEEDED), async (args) => {
      expect(await start(args, loader).ended).toMatchObject({ exitCode: 0 });
    });
    const { exitCode, stderr } = await start(["--endpoint", "127.0.0.1:1"], loader).ended;
    expect(exitCode).toBe(2);
    expect(stderr).toContain("npm install @grpc/grpc-js");
    expect(stderr).toContain("--rest");
  });
});
