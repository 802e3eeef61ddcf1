import { describe, expect, it } from "vitest";
import { Code } from "../../../src/status/code.js";
import { Failure } from "../../operation/sources/operations-server.js";
import { CANCELLED, FAILED, FAILING, RUNNING, SUCCEEDED, struct } from "./operations.js";
import { runOperation, startOperation } from "./run-operation.js";
import { type Answer, CARRIERS, overRest, recorded, script } from "./served-operations.js";

const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe.each(Object.entries(CARRIERS))("rpc-status operation over %s", (_, serve) => {
  it("prints the response of a success, and the way there on standard error", async () => {
    const moved = { ...RUNNING, metadata: struct({ diskId: "epd1", percent: 50 }) };
    await serve(script(RUNNING, RUNNING, moved, SUCCEEDED), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args]);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        "@type": "type.googleapis.com/google.protobuf.Struct",
        value: { key: "k-17-secret" },
      });
      expect(stderr.trimEnd().split("\n")).toEqual([
        expect.stringMatching(/^\ds running: Create disk \(diskId epd1\)$/),
        expect.stringMatching(/^\ds running: Create disk \(diskId epd1, percent 50\)$/),
        expect.stringMatching(/^succeeded after \ds$/),
      ]);
    });
  });

  it("prints nothing on standard output for a success without a response", async () => {
    await serve(script({ ...RUNNING, done: true }), async (args) => {
      expect(await runOperation(["op1", ...args])).toMatchObject({ exitCode: 0, stdout: "" });
    });
  });

  it("prints why an operation failed, after its rollback", async () => {
    await serve(script(RUNNING, FAILING, FAILED), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args]);
      expect(exitCode).toBe(1);
      expect(stdout).toContain("OperationFailedError [RESOURCE_EXHAUSTED]: too many disks");
      expect(stdout).toContain("ErrorInfo DISKS example");
      expect(stdout).toContain("Read from operation op1");
      expect(stderr).toMatch(/failing: RESOURCE_EXHAUSTED too many disks \(diskId epd1\)\n/);
      expect(stderr).toMatch(/failed after \ds\n$/);
    });
  });

  it("does not wait for the rollback with --fail-fast", async () => {
    await serve(script(RUNNING, FAILING), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args, "--fail-fast"]);
      expect(exitCode).toBe(1);
      expect(stdout).toContain("too many disks");
      expect(stderr).toMatch(/failed after \ds, and is being rolled back\n$/);
    });
  });

  it("tells an operation that was cancelled from one that failed", async () => {
    await serve(script(CANCELLED), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args]);
      expect(exitCode).toBe(3);
      expect(stdout).toContain("[CANCELLED]: somebody said stop");
      expect(stderr).toMatch(/^cancelled after \ds\n$/);
    });
  });

  it("stops after --timeout, and leaves the operation alone", async () => {
    const { answer, methods } = recorded(() => RUNNING);
    await serve(answer, async (args) => {
      const { exitCode, stdout, stderr } = await runOperation([
        "op1",
        ...args,
        "--timeout",
        "300ms",
      ]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: "" });
      expect(stderr).toMatch(/not over after \ds; operation op1 goes on: the same command/);
      expect(methods).not.toContain("cancel");
    });
  });

  it("asks to cancel the operation after --timeout with --cancel-on-interrupt", async () => {
    const { answer, methods } = recorded(() => RUNNING);
    await serve(answer, async (args) => {
      const wait = ["--timeout", "300ms", "--cancel-on-interrupt"];
      const { exitCode, stderr } = await runOperation(["op1", ...args, ...wait]);
      expect(exitCode).toBe(4);
      expect(stderr).toContain("and was asked to be cancelled");
      expect(methods.at(-1)).toBe("cancel");
    });
  });

  it("takes the end of its own time for no failure of a poll", async () => {
    const { answer, methods } = recorded(({ method }) => (method === "cancel" ? {} : undefined));
    await serve(answer, async (args) => {
      const wait = ["--timeout", "100ms", "--cancel-on-interrupt"];
      const { stderr } = await runOperation(["op1", ...args, ...wait]);
      expect(methods.at(-1)).toBe("cancel");
      expect(stderr).toMatch(/^not over after \ds; [^\n]*\n$/);
    });
  });

  it("says why nobody could be asked", async () => {
    const refusal = new Failure(Code.PERMISSION_DENIED, "not yours");
    await serve(script(refusal), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: "" });
      expect(stderr).toContain("what became of operation op1 is not known (polls: 1)");
      expect(stderr).toContain("RpcError [PERMISSION_DENIED]: not yours");
    });
  });

  it("mentions the ways to give a token where one is missing, and not where one was refused", async () => {
    const refusal = new Failure(Code.UNAUTHENTICATED, "who are you?");
    await serve(script(refusal), async (args) => {
      const without = await runOperation(["op1", ...args]);
      expect(without.exitCode).toBe(5);
      expect(without.stderr).toContain("--token-file");
      const env = { RPC_STATUS_TOKEN: "t1.expired" };
      expect((await runOperation(["op1", ...args], { env })).stderr).not.toContain("--token-file");
    });
  });

  it("goes on after a poll that failed, and tells of it", async () => {
    const failure = new Failure(Code.UNAVAILABLE, "try later");
    await serve(script(RUNNING, failure, SUCCEEDED), async (args) => {
      const { exitCode, stderr } = await runOperation(["op1", ...args]);
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/poll failed, again soon: UNAVAILABLE try later\n/);
    });
  });

  it.each(["SIGINT", "SIGTERM"])("stops at %s, in the middle of a poll", async (signal) => {
    const { answer, asked } = recorded(() => undefined);
    await serve(answer, async (args) => {
      const run = startOperation(["op1", ...args]);
      await asked;
      run.signals.emit(signal);
      // A second one is not ours any more: it ends the process.
      expect(run.signals.eventNames()).toEqual([]);
      const { exitCode, stdout, stderr } = await run.done;
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: "" });
      expect(stderr).toMatch(/^interrupted after \ds; operation op1 goes on: the same command/);
    });
  });

  it("asks to cancel the operation at a signal, where that is wanted", async () => {
    const hang: Answer = ({ method }) => (method === "cancel" ? {} : undefined);
    const { answer, asked, methods } = recorded(hang);
    await serve(answer, async (args) => {
      const run = startOperation(["op1", ...args, "--cancel-on-interrupt"]);
      await asked;
      run.signals.emit("SIGINT");
      const { exitCode, stderr } = await run.done;
      expect(exitCode).toBe(4);
      expect(stderr).toContain("asking the service to cancel it");
      expect(methods).toEqual(["get", "cancel"]);
    });
  });

  it("leaves no listener behind after a success", async () => {
    await serve(script(SUCCEEDED), async (args) => {
      const run = startOperation(["op1", ...args]);
      await run.done;
      expect(run.signals.eventNames()).toEqual([]);
    });
  });

  it("writes the response to standard output alone", async () => {
    await serve(script(RUNNING, SUCCEEDED), async (args) => {
      for (const options of [[], ["--json"]]) {
        const { stdout, stderr } = await runOperation(["op1", ...args, ...options]);
        expect(stdout).toContain("k-17-secret");
        expect(stderr).not.toContain("k-17-secret");
      }
    });
  });
});

describe("rpc-status operation --poll-timeout", () => {
  it("gives up a poll after --poll-timeout, and makes another one", async () => {
    let polls = 0;
    const answer: Answer = () => (++polls === 1 ? undefined : SUCCEEDED);
    await overRest(answer, async (args) => {
      const wait = ["--poll-timeout", "50ms"];
      const { exitCode, stderr } = await runOperation(["op1", ...args, ...wait]);
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/poll failed, again soon: DEADLINE_EXCEEDED/);
    });
  });
});

describe.each(Object.entries(CARRIERS))("rpc-status operation --json over %s", (_, serve) => {
  it("writes a line for each change, and one with the outcome", async () => {
    await serve(script(RUNNING, RUNNING, FAILING, FAILED), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args, "--json"]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
      const common = {
        operationId: "op1",
        elapsedMs: expect.any(Number),
        description: "Create disk",
        metadata: {
          "@type": "type.googleapis.com/google.protobuf.Struct",
          value: { diskId: "epd1" },
        },
      };
      const error = {
        error: expect.objectContaining({ status: "RESOURCE_EXHAUSTED" }),
        code: 8,
        codeName: "RESOURCE_EXHAUSTED",
        message: "too many disks",
        reason: "DISKS",
        domain: "example",
      };
      const [running, failing, ended, ...more] = jsonLines(stdout);
      expect(more).toEqual([]);
      expect(running).toMatchObject({ ...common, state: "running", polls: 1 });
      expect(running).not.toHaveProperty("outcome");
      expect(failing).toMatchObject({ ...common, state: "failing", polls: 3, error });
      expect(ended).toMatchObject({
        ...common,
        outcome: "failed",
        exitCode: 1,
        state: "failed",
        polls: 4,
        error,
      });
    });
  });

  it("has the response of a success", async () => {
    await serve(script(SUCCEEDED), async (args) => {
      const { stdout } = await runOperation(["op1", ...args, "--json"]);
      expect(jsonLines(stdout)).toMatchObject([
        { outcome: "succeeded", state: "succeeded", response: { value: { key: "k-17-secret" } } },
      ]);
    });
  });

  it("has the reason where waiting stopped", async () => {
    await serve(script(RUNNING), async (args) => {
      const wait = ["--timeout", "200ms", "--cancel-on-interrupt", "--json"];
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args, ...wait]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: "" });
      expect(jsonLines(stdout).at(-1)).toMatchObject({
        outcome: "running",
        reason: "timeout",
        cancelRequested: true,
      });
    });
  });

  it("never takes the error of a poll for the operation's own", async () => {
    await serve(script(FAILING, new Failure(Code.PERMISSION_DENIED, "not yours")), async (args) => {
      const { exitCode, stdout, stderr } = await runOperation(["op1", ...args, "--json"]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 5, stderr: "" });
      expect(jsonLines(stdout).at(-1)).toMatchObject({
        outcome: "unknown",
        state: "failing",
        error: { codeName: "RESOURCE_EXHAUSTED" },
        pollError: { codeName: "PERMISSION_DENIED", message: "not yours" },
      });
    });
  });
});
