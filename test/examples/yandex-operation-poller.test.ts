import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { create } from "@bufbuild/protobuf";
import type { Client } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { OperationService } from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import { waitForOperation } from "../../src/entry/operation.js";
import { withOperations } from "../operation/sources/operations-server.js";
import { type Answer, json, serving } from "../operation/sources/rest-server.js";
import { printedLines } from "./printed-lines.js";

const ROOT = new URL("../../", import.meta.url).pathname;
const FOLDER = "examples/yandex-operation-poller";

const requestInfo = { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: "req-7" };
const quotaFailure = {
  "@type": "type.googleapis.com/yandex.cloud.quota.QuotaFailure",
  violations: [{ metric: { name: "compute.disks.count", limit: "32", usage: 32 }, required: "33" }],
};
const usedUp = { code: 8, message: "too many disks", details: [quotaFailure, requestInfo] };
const unauthenticated = { code: 16, message: "the token expired", details: [requestInfo] };

/** A tenth of a second between two polls, the least that there is. */
const PACE = { "x-operation-poll-interval": "0" };
const operation = (body: object) => json(200, body, PACE);

/** Operations whose ids say how they go, for whoever has this token. */
const cloud =
  (token = "t1"): Answer =>
  (response, asked) => {
    const { url = "", headers } = asked;
    const id = url.replace("/operations/", "");
    if (headers.authorization !== `Bearer ${token}`) json(401, unauthenticated)(response, asked);
    else if (id === "good")
      operation({ id, done: true, response: { size: "10" } })(response, asked);
    else if (id === "full") operation({ id, done: true, error: usedUp })(response, asked);
    else if (id === "cancelled") operation({ id, done: true, error: { code: 1 } })(response, asked);
    else if (id === "slow") operation({ id, done: false })(response, asked);
    else json(404, { code: 5, message: `no operation ${id}` }, PACE)(response, asked);
  };

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "operations-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Starts an example as its own process. */
function start(name: string, env: NodeJS.ProcessEnv, ...args: string[]) {
  const command = ["--import", "tsx", `${FOLDER}/${name}`, ...args];
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, IAM_TOKEN: "t1", ...env },
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return {
    child,
    ended: ended.then(([stdout, stderr, [exitCode]]) => ({ exitCode, stdout, stderr })),
  };
}

/** The file of ids, and the poller that reads it. */
async function poller(url: string, ids: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, "operations.txt");
  await writeFile(file, ids.join("\n"));
  const run = () => start("poller.ts", { OPERATIONS_URL: url, OPERATIONS_FILE: file, ...env });
  return { run, left: () => readFile(file, "utf8") };
}

describe("examples/yandex-operation-poller/wait.ts", () => {
  it("prints the response", async () => {
    const { exitCode, stdout, stderr } = await serving(
      cloud(),
      (url) => start("wait.ts", { OPERATIONS_URL: url }, "good").ended,
    );
    expect([exitCode, stdout, stderr]).toEqual([0, "{ size: '10' }\n", "succeeded\n"]);
  });

  it("waits for the rollback, and explains the failure", async () => {
    let polls = 0;
    const rollsBack: Answer = (response, asked) => {
      polls++;
      const body = { id: "disk", done: polls > 2, metadata: { diskId: "d1" } };
      operation({ ...body, ...(polls > 1 && { error: usedUp }) })(response, asked);
    };
    const { exitCode, stdout, stderr } = await serving(
      rollsBack,
      (url) => start("wait.ts", { OPERATIONS_URL: url }, "disk").ended,
    );
    expect([exitCode, stderr]).toEqual([1, "running\nfailing\nfailed\n"]);
    expect(stdout).toMatch(/^RESOURCE_EXHAUSTED \(8\), Yandex Cloud\ntoo many disks\n/);
    expect(stdout).toMatch(/^Resource {5}disk d1$/m);
    expect(stdout).toMatch(/^Quota {8}compute.disks.count, limit 32, used 32, needed 33$/m);
    expect(stdout).toMatch(/^Request ids {2}req-7$/m);
  });

  it("fails where it cannot ask", async () => {
    const { exitCode, stdout, stderr } = await serving(
      cloud("another"),
      (url) => start("wait.ts", { OPERATIONS_URL: url }, "good").ended,
    );
    expect([exitCode, stdout, stderr]).toEqual([
      5,
      "operation good could not be fetched: UNAUTHENTICATED: the token expired\n",
      "",
    ]);
  });

  it("asks for nothing without a token", async () => {
    await serving(cloud(), async (url, asked) => {
      const env = { OPERATIONS_URL: url, IAM_TOKEN: "" };
      const { exitCode, stdout, stderr } = await start("wait.ts", env, "good").ended;
      expect([exitCode, stdout, asked]).toEqual([1, "", []]);
      expect(stderr).toContain("Error: IAM_TOKEN is not set");
    });
  });
});

describe("examples/yandex-operation-poller/poller.ts", () => {
  it("tells each end, and keeps the ids of what it could not ask for", async () => {
    await serving(cloud(), async (url) => {
      const ids = ["full", "good", "unknown", "cancelled"];
      const { run, left } = await poller(url, ids, { LANG: "ru_RU.UTF-8" });
      const { exitCode, stdout } = await run().ended;
      expect(exitCode).toBe(5);
      expect(stdout).toMatch(/^good succeeded$/m);
      expect(stdout).toMatch(/^cancelled cancelled$/m);
      expect(stdout).toMatch(/^full failed\nRESOURCE_EXHAUSTED \(8\), Yandex Cloud$/m);
      expect(stdout).toMatch(/^Квота .*compute.disks.count, предел 32, занято 32, нужно 33$/m);
      expect(stdout).toMatch(/^ID запросов {5}req-7$/m);
      expect(stdout).toContain(
        "operation unknown could not be fetched: NOT_FOUND: no operation unknown\n",
      );
      expect(await left()).toBe("unknown\n");
    });
  });

  it("stops at SIGTERM, and goes on at its next start", async () => {
    let isOver = false;
    let askedFor = () => {};
    const answer: Answer = (response, asked) => {
      if (asked.url === "/operations/slow") askedFor();
      if (isOver) return operation({ id: "slow", done: true })(response, asked);
      cloud()(response, asked);
    };
    await serving(answer, async (url) => {
      const { run, left } = await poller(url, ["good", "slow"]);
      const polled = new Promise<void>((resolve) => {
        askedFor = resolve;
      });
      const { child, ended } = run();
      await Promise.all([polled, once(child.stdout, "data")]);
      child.kill("SIGTERM");
      const stopped = await ended;
      expect(stopped.exitCode).toBe(4);
      expect(stopped.stdout).toBe(
        "good succeeded\nwaiting was aborted; operation slow still runs and can be waited for again\n",
      );
      expect(await left()).toBe("slow\n");
      isOver = true;
      expect(await run().ended).toMatchObject({ exitCode: 0, stdout: "slow succeeded\n" });
      expect(await left()).toBe("");
    });
  });

  it("reads the token again after UNAUTHENTICATED", async () => {
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, "t1\n");
    let polls = 0;
    const expires: Answer = async (response, asked) => {
      if (++polls === 2) await writeFile(tokenFile, "t2\n");
      if (polls === 1) cloud("t1")(response, asked);
      else if (asked.headers.authorization === "Bearer t2") {
        operation({ id: "slow", done: true })(response, asked);
      } else json(401, unauthenticated)(response, asked);
    };
    await serving(expires, async (url, asked) => {
      const { run } = await poller(url, ["slow"], { IAM_TOKEN_FILE: tokenFile });
      expect(await run().ended).toMatchObject({ exitCode: 0, stdout: "slow succeeded\n" });
      const tokens = asked.map(({ headers }) => headers.authorization);
      expect(tokens).toEqual(["Bearer t1", "Bearer t1", "Bearer t2"]);
    });
  });

  it("keeps its ids where no token helps", async () => {
    await serving(cloud("another"), async (url) => {
      const { run, left } = await poller(url, ["good", "slow"]);
      const { exitCode, stdout } = await run().ended;
      expect(exitCode).toBe(5);
      expect(stdout).toContain(
        "operation good could not be fetched: UNAUTHENTICATED: the token expired\n",
      );
      expect(await left()).toBe("good\nslow");
    });
  });
});

describe("examples/yandex-operation-poller/start-instance.ts", () => {
  printedLines();

  it("starts an instance once, however often it has to ask", async () => {
    let starts = 0;
    const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "0.005s" };
    const answer: Answer = (response, asked) => {
      if (asked.method === "GET") operation({ id: "slow", done: true })(response, asked);
      else if (++starts > 1) operation({ id: "slow", done: false })(response, asked);
      else json(503, { code: 14, message: "later", details: [retryInfo] })(response, asked);
    };
    await serving(answer, async (url, asked) => {
      vi.stubEnv("COMPUTE_URL", url);
      vi.stubEnv("OPERATIONS_URL", url);
      vi.stubEnv("IAM_TOKEN", "t1");
      const { startInstance } = await import(
        "../../examples/yandex-operation-poller/start-instance.js"
      );
      await startInstance("vm1");
      const start = "POST /compute/v1/instances/vm1:start";
      expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
        start,
        start,
        "GET /operations/slow",
      ]);
      const [first, second] = asked.map(({ headers }) => headers["idempotency-key"]);
      expect(first).toMatch(/^[\da-f-]{36}$/);
      expect(second).toBe(first);
    });
  });
});

describe("the sources of examples/yandex-operation-poller", () => {
  printedLines();

  const wires = [
    [
      "grpc/over-grpc.ts",
      "grpc-js",
      async (client: unknown) => {
        const { overGrpc } = await import(
          "../../examples/yandex-operation-poller/grpc/over-grpc.js"
        );
        return overGrpc(client as Client);
      },
    ],
    [
      "grpc/over-connect.ts",
      "grpc/2",
      async (_: unknown, url: string) => {
        vi.stubEnv("OPERATIONS_URL", url);
        return (await import("../../examples/yandex-operation-poller/grpc/over-connect.js")).source;
      },
    ],
  ] as const;

  it.each(wires)("ask with the token: %s", async (_, wire, sourceOf) => {
    const tokens: unknown[] = [];
    const answer = async ({ header }: { header: (name: string) => string | undefined }) => {
      tokens.push(header("authorization"));
      return create(OperationSchema, { id: "op1", done: true });
    };
    vi.stubEnv("IAM_TOKEN", "t1");
    await withOperations(wire, OperationService, answer, async (carrier, address) => {
      await waitForOperation("op1", { source: await sourceOf(carrier, address) });
    });
    expect(tokens).toEqual(["Bearer t1"]);
  });
});
