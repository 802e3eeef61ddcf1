import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";

const { bare } = inject("projects");

/** As a script of the project's package.json would start it. */
function installed(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const command = join(bare, "node_modules", ".bin", "rpc-status");
  // Windows has a script of another name beside it; the shell finds it.
  return promisify(execFile)(command, args, { cwd: bare, shell: process.platform === "win32" });
}

describe("the rpc-status command of the installed package", () => {
  it("decodes, with nothing but what the package brings along", async () => {
    const { stdout, stderr } = await installed("decode", "--json", "CAUSB25vIGJvb2s");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ codeName: "NOT_FOUND", message: "no book" });
  });

  it("knows its version", async () => {
    const manifest = await readFile(join(bare, "node_modules/rpc-status/package.json"), "utf8");
    expect((await installed("--version")).stdout.trim()).toBe(JSON.parse(manifest).version);
  });

  it("says what gRPC needs, where only the package is installed", async () => {
    await expect(installed("operation", "op1", "--endpoint", "localhost:1")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("npm install @grpc/grpc-js"),
    });
  });

  it("exits with 1 where there is no error, and with 2 for bad usage", async () => {
    await expect(installed("decode", "hello")).rejects.toMatchObject({ code: 1 });
    await expect(installed("deocde")).rejects.toMatchObject({ code: 2 });
  });
});
