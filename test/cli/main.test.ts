import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { encodeTrailers } from "../../src/status/trailers.js";
import { richError } from "../fixtures/rich-error.js";

const ROOT = new URL("../../", import.meta.url).pathname;

function start(args: readonly string[]) {
  const command = ["--import", "tsx", "src/cli/main.ts", ...args];
  return spawn(process.execPath, command, { cwd: ROOT });
}

async function run(args: readonly string[], stdin = "") {
  const child = start(args);
  child.stdin.end(stdin);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { exitCode, stdout, stderr };
}

describe.concurrent("the rpc-status command as a process", () => {
  it("decodes what is piped in, and exits with 0", async () => {
    const trailers = Object.entries(encodeTrailers(richError()));
    const input = trailers.map(([name, value]) => `${name}: ${value}\n`).join("");
    const { exitCode, stdout, stderr } = await run(["decode", "--json"], input);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      requestIds: ["id-1"],
    });
  });

  it("explains what is piped in, and exits with 0", async () => {
    const { exitCode, stdout, stderr } = await run(["explain"], "5 NOT_FOUND: no such book\n");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("RpcError [NOT_FOUND]: no such book\n");
    expect(stdout).toContain("\nMeaning ");
  });

  it("exits with 1 where there is no error", async () => {
    const { exitCode, stdout, stderr } = await run(["decode"], "all is well\n");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("no error");
  });

  it("exits with 2 for bad usage", async () => {
    const { exitCode, stdout, stderr } = await run(["decode", "--file", "none", "none"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("not both");
  });

  it("prints its version and its help, and exits with 0", async () => {
    const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
    expect(await run(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
    const help = await run(["help", "decode"]);
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toContain("Usage: rpc-status decode");
  });

  it("survives a reader that stops reading, as head does", async () => {
    const child = start(["decode"]);
    // More than a pipe holds, so that writing it fails.
    const line = `rpc error: code = Aborted desc = ${"x".repeat(4_000)}\n`;
    child.stdout.destroy();
    child.stdin.end(line.repeat(100));
    const [stderr, [exitCode, signal]] = await Promise.all([
      text(child.stderr),
      once(child, "close"),
    ]);
    expect({ stderr, exitCode, signal }).toEqual({ stderr: "", exitCode: 0, signal: null });
  });
});
