import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Code } from "../../../src/status/code.js";
import { Failure } from "../../operation/sources/operations-server.js";
import { FAILING, RUNNING, SUCCEEDED, struct } from "./operations.js";
import { runOperation, startOperation } from "./run-operation.js";
import { CARRIERS, overGrpc, recorded, script } from "./served-operations.js";

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_LINE = "\u001b[2K";

// The spinner looks at the process's own environment.
beforeEach(() => {
  vi.stubEnv("CI", undefined);
  vi.stubEnv("TERM", "xterm");
});
afterEach(() => vi.unstubAllEnvs());

/** What was shown in one line of the terminal after the other: each is one write. */
const framesOf = (written: readonly string[]) =>
  written.map((text) => stripVTControlCharacters(text)).filter((text) => text.includes(" "));

describe("rpc-status operation in a terminal", () => {
  it.each(Object.entries(CARRIERS))(
    "shows state, time and metadata in one line over %s",
    async (_, serve) => {
      const moved = { ...RUNNING, metadata: struct({ diskId: "epd1", percent: 50 }) };
      await serve(script(RUNNING, moved, FAILING, SUCCEEDED), async (args) => {
        const run = startOperation(["op1", ...args], { columns: 70 });
        const { exitCode, stdout, stderr } = await run.done;
        expect(exitCode).toBe(0);
        expect(stdout).toContain("k-17-secret");
        const frames = framesOf(run.written).map((frame) => frame.slice("⠋ ".length));
        for (const frame of [
          /^\ds: asking for the operation$/,
          /^running \ds: Create disk \(diskId epd1\)$/,
          /^running \ds: Create disk \(diskId epd1, percent 50\)$/,
          /^failing \ds: RESOURCE_EXHAUSTED too many disks \(diskId epd1\)$/,
        ])
          expect(frames).toContainEqual(expect.stringMatching(frame));
        expect(stderr).toMatch(/succeeded after \ds\n$/);
        // Nothing but the spinner breaks no line.
        expect(stderr.split("\n")).toHaveLength(2);
      });
    },
  );

  it("clears its line and gives the cursor back before anything else is printed", async () => {
    await overGrpc(script(RUNNING, SUCCEEDED), async (args) => {
      const { stderr } = await runOperation(["op1", ...args], { columns: 70 });
      expect(stderr.indexOf(HIDE_CURSOR)).toBe(0);
      const end = stderr.slice(stderr.lastIndexOf(SHOW_CURSOR));
      expect(end).toMatch(/^\S+\r\S+succeeded after \ds\n$/);
      expect(end).toContain(CLEAR_LINE);
    });
  });

  it("does so at once when it is interrupted", async () => {
    const { answer, asked } = recorded(() => undefined);
    await overGrpc(answer, async (args) => {
      const run = startOperation(["op1", ...args], { columns: 70 });
      await asked;
      run.signals.emit("SIGINT");
      const soFar = run.written.join("");
      expect(soFar.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(soFar.lastIndexOf(HIDE_CURSOR));
      expect(soFar.lastIndexOf(CLEAR_LINE)).toBeGreaterThan(soFar.lastIndexOf(SHOW_CURSOR));
      const { stderr } = await run.done;
      expect(stderr.slice(soFar.length)).toMatch(/^interrupted after \ds; /);
    });
  });

  it("never shows more than the terminal is wide", async () => {
    const metadata = struct({ note: `${"\u6d4b\u8bd5".repeat(40)}${"x".repeat(2_000)}` });
    await overGrpc(script({ ...RUNNING, metadata }, SUCCEEDED), async (args) => {
      const run = startOperation(["op1", ...args], { columns: 40 });
      await run.done;
      const frames = framesOf(run.written).filter((frame) => frame.includes("running"));
      expect(frames.length).toBeGreaterThan(0);
      for (const frame of frames) {
        const wide = [...frame].filter((letter) => "\u6d4b\u8bd5".includes(letter)).length;
        expect(frame.length + wide).toBeLessThan(40);
        expect(frame.endsWith("…")).toBe(true);
      }
    });
  });

  it("tells of a poll that failed, until one is answered", async () => {
    const failure = new Failure(Code.UNAVAILABLE, "try later");
    await overGrpc(script(RUNNING, failure, FAILING, SUCCEEDED), async (args) => {
      const run = startOperation(["op1", ...args], { columns: 80 });
      await run.done;
      const shown = framesOf(run.written).join("\n");
      expect(shown).toMatch(/running \ds: poll failed, again soon: UNAVAILABLE try later/);
      expect(shown.lastIndexOf("failing")).toBeGreaterThan(shown.lastIndexOf("poll failed"));
    });
  });

  it.each([
    ["CI", { CI: "true" }],
    ["a dumb terminal", { TERM: "dumb" }],
  ])("writes plain lines in %s", async (_, env) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    await overGrpc(script(RUNNING, SUCCEEDED), async (args) => {
      const { stderr } = await runOperation(["op1", ...args], { columns: 70, env });
      expect(stderr).toMatch(/^\ds running: Create disk \(diskId epd1\)\nsucceeded after \ds\n$/);
    });
  });

  it("shows no spinner with --json", async () => {
    await overGrpc(script(RUNNING, SUCCEEDED), async (args) => {
      const { stderr } = await runOperation(["op1", ...args, "--json"], { columns: 70 });
      expect(stderr).toBe("");
    });
  });
});
