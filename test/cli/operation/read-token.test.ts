import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Code } from "../../../src/status/code.js";
import { Failure } from "../../operation/sources/operations-server.js";
import { RUNNING, SUCCEEDED } from "./operations.js";
import { runOperation } from "./run-operation.js";
import { type Answer, CARRIERS, overRest } from "./served-operations.js";

let folder: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rpc-status-token-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Answers with two polls, and remembers what each was authorized with. */
function seen(afterFirst = () => {}) {
  const authorizations: (string | undefined)[] = [];
  const answer: Answer = ({ header }) => {
    authorizations.push(header("authorization"));
    if (authorizations.length > 1) return SUCCEEDED;
    afterFirst();
    return RUNNING;
  };
  return { answer, authorizations };
}

describe.each(Object.entries(CARRIERS))("the token of rpc-status operation over %s", (_, serve) => {
  it("is read from its file anew for each poll", async () => {
    const path = inFolder("rotated");
    await writeFile(path, "t1.first\n");
    const { answer, authorizations } = seen(() => writeFileSync(path, "t1.second\n"));
    await serve(answer, async (args) => {
      await runOperation(["op1", ...args, "--token-file", path]);
      expect(authorizations).toEqual(["Bearer t1.first", "Bearer t1.second"]);
    });
  });

  it("stays as it was while its file is being rewritten", async () => {
    const path = inFolder("rewritten");
    await writeFile(path, "t1.first");
    const { answer, authorizations } = seen(() => writeFileSync(path, ""));
    await serve(answer, async (args) => {
      const { exitCode } = await runOperation(["op1", ...args, "--token-file", path]);
      expect(exitCode).toBe(0);
      expect(authorizations).toEqual(["Bearer t1.first", "Bearer t1.first"]);
    });
  });

  it("comes from standard input or the environment, with a scheme of its own where it has one", async () => {
    const { answer, authorizations } = seen();
    await serve(answer, async (args) => {
      const stdin = "Api-Key AQVN_key\r\n";
      const env = { RPC_STATUS_TOKEN: "t1.variable" };
      await runOperation(["op1", ...args, "--token-file", "-"], { stdin, env });
      await runOperation(["op1", ...args], { env });
      await runOperation(["op1", ...args], { env: { RPC_STATUS_TOKEN: "" } });
      const [key] = authorizations;
      expect(authorizations).toEqual([key, key, "Bearer t1.variable", undefined]);
      expect(key).toBe("Api-Key AQVN_key");
    });
  });

  it("is in no output, though the service repeats it", async () => {
    const env = { RPC_STATUS_TOKEN: "t1.very-secret" };
    const answer: Answer = ({ header }) => {
      throw new Failure(Code.PERMISSION_DENIED, `bad credentials: ${header("authorization")}`);
    };
    await serve(answer, async (args) => {
      for (const options of [[], ["--json"]]) {
        const { stdout, stderr } = await runOperation(["op1", ...args, ...options], { env });
        expect(stdout + stderr).toContain("bad credentials: Bearer ***");
        expect(stdout + stderr).not.toContain("very-secret");
      }
    });
  });
});

describe("rpc-status operation --token-file", () => {
  it.skipIf(process.platform === "win32")("reads a pipe once, as <(…) is one", async () => {
    const path = inFolder("pipe");
    await promisify(execFile)("mkfifo", [path]);
    const { answer, authorizations } = seen();
    await overRest(answer, async (args) => {
      const run = runOperation(["op1", ...args, "--token-file", path]);
      await writeFile(path, "t1.piped");
      expect((await run).exitCode).toBe(0);
      expect(authorizations).toEqual(["Bearer t1.piped", "Bearer t1.piped"]);
    });
  });

  it.each([
    ["that is missing", undefined, "cannot be read"],
    ["that is empty", " \n", "it is empty"],
    ["with more than a token", "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n", "holds no token"],
    ["with a key in JSON", '{"private_key":"MIIEvQ"}', "holds no token"],
    ["with what no header can carry", "t1.MIIEvQ\0", "holds no token"],
  ])("refuses a file %s, without showing what is in it", async (_, content, why) => {
    const path = inFolder("refused");
    await rm(path, { force: true });
    if (content !== undefined) await writeFile(path, content);
    const args = ["op1", "--endpoint", "127.0.0.1:1", "--token-file", path];
    const { exitCode, stdout, stderr } = await runOperation(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(why);
    expect(stderr).not.toContain("MIIEvQ");
  });

  it("does not let anybody type a token where all can see it", async () => {
    const args = ["op1", "--endpoint", "127.0.0.1:1"];
    for (const typed of [
      ["--token", "t1.secret"],
      ["--token=t1.secret"],
      ["-H", "Authorization: Bearer t1.secret"],
      ["--token-file", "-"],
    ]) {
      const { exitCode, stderr } = await runOperation([...args, ...typed]);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/lists of processes show arguments|a terminal would show it/);
      expect(stderr).not.toContain("secret");
    }
  });
});
