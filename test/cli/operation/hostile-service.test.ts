import { describe, expect, it } from "vitest";
import { Code } from "../../../src/status/code.js";
import { Failure } from "../../operation/sources/operations-server.js";
import { struct } from "./operations.js";
import { runOperation } from "./run-operation.js";
import type { Init } from "./served-operations.js";
import { CARRIERS, overRest, script, withRest } from "./served-operations.js";

/** Clears a screen, turns the direction of writing, ends a line, and begins C1's form of an escape. */
const EVIL = "\u001b[2Jred\u202egreen\r\nblue\u009b31m\u2028\u0007";
/** What may not reach a terminal; the line breaks of the command's own may. */
const FORBIDDEN = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const running: Init = { id: "op1", description: EVIL, metadata: struct({ [EVIL]: EVIL }) };
const succeeded: Init = {
  ...running,
  done: true,
  result: { case: "response", value: struct({ [EVIL]: EVIL }) },
};
const failed: Init = {
  ...running,
  done: true,
  result: { case: "error", value: { code: Code.INTERNAL, message: EVIL } },
};

describe.each(Object.entries(CARRIERS))(
  "rpc-status operation of a hostile service over %s",
  (_, serve) => {
    it.each([
      ["succeeds", succeeded],
      ["fails", failed],
      ["cannot be asked for", new Failure(Code.PERMISSION_DENIED, EVIL)],
    ])("sends nothing to a terminal that it would obey, when the operation %s", async (_, end) => {
      for (const options of [[], ["--json"]]) {
        await serve(script(running, end), async (args) => {
          const { stdout, stderr } = await runOperation(["op1", ...args, ...options]);
          expect(stdout + stderr).toContain("red");
          expect(stdout + stderr).not.toMatch(FORBIDDEN);
        });
      }
    });

    it("loses nothing of a text by it in JSON", async () => {
      await serve(script(succeeded), async (args) => {
        const { stdout } = await runOperation(["op1", ...args, "--json"]);
        expect(JSON.parse(stdout)).toMatchObject({
          description: EVIL,
          response: { value: { [EVIL]: EVIL } },
        });
        const plain = await runOperation(["op1", ...args]);
        expect(JSON.parse(plain.stdout).value).toEqual({ [EVIL]: EVIL });
      });
    });
  },
);

describe("rpc-status operation whose service repeats what it was sent", () => {
  it("masks a header that is a secret", async () => {
    const repeated = new Failure(Code.PERMISSION_DENIED, "no such key: k-2f9c41");
    for (const options of [[], ["--json"]]) {
      await overRest(script(repeated), async (args) => {
        const header = ["-H", "x-api-key: k-2f9c41"];
        const { stdout, stderr } = await runOperation(["op1", ...args, ...header, ...options]);
        expect(stdout + stderr).toContain("no such key");
        expect(stdout + stderr).not.toContain("k-2f9c41");
      });
    }
  });
});

describe("rpc-status operation of a hostile REST service", () => {
  it.each([
    ["nested deeply", `{"id":"op1","done":true,"response":{"a":${nested(200_000)}}}`, 0],
    [
      "nested as deeply in metadata",
      `{"id":"op1","done":true,"metadata":{"a":${nested(5_000)}}}`,
      0,
    ],
    ["with a prototype", '{"id":"op1","done":true,"response":{"__proto__":{"a":1}}}', 0],
    ["of another operation", '{"id":"op2","done":true}', 5],
    ["that is a list", "[1,2,3]", 5],
    ["that is no JSON", "<html>\u001b[2J</html>", 5],
    ["of nothing", "", 5],
    ["with types of all wrong kinds", '{"id":"op1","done":true,"createdAt":{},"description":7}', 0],
  ])("gets an exit code for an answer %s", async (_, body, wanted) => {
    await withRest(
      (_request, response) => void response.end(body),
      async (url) => {
        for (const options of [[], ["--json"]]) {
          const args = ["op1", "--rest", "--endpoint", url, ...options];
          const { exitCode, stdout, stderr } = await runOperation(args);
          expect(exitCode).toBe(wanted);
          expect(stdout + stderr).not.toMatch(FORBIDDEN);
          if (options.length > 0) expect(() => JSON.parse(stdout)).not.toThrow();
        }
      },
    );
  });

  it("writes a response that is wide and deep in one line, not mostly in spaces", async () => {
    const deep = `${'{"a":'.repeat(100)}[${"1,".repeat(20_000)}1]${"}".repeat(100)}`;
    await withRest(
      (_request, response) => void response.end(`{"id":"op1","done":true,"response":${deep}}`),
      async (url) => {
        const { stdout } = await runOperation(["op1", "--rest", "--endpoint", url]);
        expect(stdout).toBe(`${deep}\n`);
      },
    );
  });
});

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}
