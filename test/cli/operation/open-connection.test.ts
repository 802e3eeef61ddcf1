import { describe, expect, it } from "vitest";
import { Code } from "../../../src/status/code.js";
import { Failure } from "../../operation/sources/operations-server.js";
import { SUCCEEDED } from "./operations.js";
import { runOperation } from "./run-operation.js";
import { CARRIERS, script, withGoogle, withRest } from "./served-operations.js";

const env = { RPC_STATUS_TOKEN: "t1.secret" };
/** Nothing is there: the waiting ends before anybody has looked for it. */
const ELSEWHERE = ["--timeout", "1ms"];

describe("rpc-status operation, credentials without encryption", () => {
  it.each([
    ["over gRPC", ["--endpoint", "http://cloud.example:80"]],
    ["over REST", ["--endpoint", "http://cloud.example", "--rest"]],
  ])("do not leave the machine %s because of a URL alone", async (_, args) => {
    for (const [options, surroundings] of [
      [[], { env }],
      [["-H", "x-api-key: secret"], {}],
    ] as const) {
      const { exitCode, stderr } = await runOperation(["op1", ...args, ...options], surroundings);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("credentials would travel unencrypted to cloud.example");
      expect(stderr).not.toContain("secret");
    }
  });

  it.each([
    ["over gRPC", ["--endpoint", "cloud.example:80"]],
    ["over REST", ["--endpoint", "cloud.example", "--rest"]],
  ])("leave it %s where --plaintext says so, with a warning", async (_, args) => {
    const options = ["--plaintext", ...ELSEWHERE];
    const { exitCode, stderr } = await runOperation(["op1", ...args, ...options], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("warning: credentials travel unencrypted to cloud.example");
    const without = await runOperation(["op1", ...args, ...options]);
    expect(without.stderr).not.toContain("warning");
  });

  it("need no warning where they stay on the machine", async () => {
    for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
      const args = ["op1", "--endpoint", `http://${host}:1`, ...ELSEWHERE];
      const { exitCode, stderr } = await runOperation(args, { env });
      expect(exitCode).toBe(4);
      expect(stderr).not.toContain("encrypted");
    }
    const lookalike = ["op1", "--endpoint", "http://127.0.0.1.example"];
    expect((await runOperation(lookalike, { env })).exitCode).toBe(2);
  });
});

describe("rpc-status operation --header", () => {
  it.each(Object.entries(CARRIERS))("sends headers along over %s", async (_, serve) => {
    const received: (string | undefined)[] = [];
    await serve(
      ({ header }) => {
        received.push(header("x-folder-id"), header("x-note"));
        return SUCCEEDED;
      },
      async (args) => {
        const headers = ["-H", "X-Folder-Id: b1g", "--header", "x-note:a: b"];
        expect((await runOperation(["op1", ...args, ...headers])).exitCode).toBe(0);
        expect(received).toEqual(["b1g", "a: b"]);
      },
    );
  });

  it("takes the bytes of gRPC's -bin headers in base64", async () => {
    let received: string | undefined;
    await withGoogle(
      async ({ header }) => {
        received = header("x-trace-bin");
        return { name: "operations/7", done: true };
      },
      async (args) => {
        await runOperation(["operations/7", ...args, "-H", "x-trace-bin: aGVsbG8"]);
        expect(received).toBe("hello");
        const wrong = await runOperation(["operations/7", ...args, "-H", "x-trace-bin: ???secret"]);
        expect(wrong).toMatchObject({ exitCode: 2, stdout: "" });
        expect(wrong.stderr).not.toContain("secret");
      },
    );
  });
});

describe("rpc-status operation, whose operations it asks for", () => {
  it("takes a name with slashes for one of Google's, and lets the server wait", async () => {
    const methods: string[] = [];
    await withGoogle(
      async ({ method, request }) => {
        methods.push(method);
        if (method === "waitOperation") throw new Failure(Code.UNIMPLEMENTED, "no such call");
        return { name: String(request.name), done: true };
      },
      async (args) => {
        const { exitCode, stderr } = await runOperation(["operations/7", ...args]);
        expect(exitCode).toBe(0);
        expect(methods).toEqual(["waitOperation", "getOperation"]);
        expect(stderr).not.toContain("UNIMPLEMENTED");
      },
    );
  });

  it("asks as --api says, whatever the name looks like", async () => {
    await withGoogle(
      async ({ request }) => ({ name: String(request.name), done: true }),
      async (args) => {
        const { exitCode } = await runOperation(["seven", ...args, "--api", "google"]);
        expect(exitCode).toBe(0);
      },
    );
  });

  it("makes the paths of REST of the base URL, the style and the version", async () => {
    const paths: (string | undefined)[] = [];
    await withRest(
      ({ url }, response) => {
        paths.push(url);
        response.end(JSON.stringify({ id: "x/1", done: true }));
      },
      async (url) => {
        const base = ["--rest", "--endpoint", `${url}/api/`];
        await runOperation(["1", ...base]);
        await runOperation(["x/1", ...base]);
        await runOperation(["x/1", ...base, "--api-version", "v2beta"]);
        await runOperation([
          "1",
          "--rest",
          "--endpoint",
          url.slice("http://".length),
          "--plaintext",
        ]);
        expect(paths).toEqual([
          "/api/operations/1",
          "/api/v1/x/1:wait",
          "/api/v2beta/x/1:wait",
          "/operations/1",
        ]);
      },
    );
  });

  it("reaches gRPC by a URL as well", async () => {
    await CARRIERS.gRPC?.(script(SUCCEEDED), async ([, address]) => {
      const { exitCode } = await runOperation(["op1", "--endpoint", `http://${address}`]);
      expect(exitCode).toBe(0);
    });
  });
});

describe("rpc-status operation, called in a way that cannot work", () => {
  const HERE = ["--endpoint", "127.0.0.1:1"];

  it.each<readonly [string, readonly string[], string]>([
    ["without an id", HERE, "missing required argument 'id'"],
    ["with an empty id", [" ", ...HERE], "id is empty"],
    ["without an endpoint", ["op1"], "--endpoint"],
    ["with an endpoint that is none", ["op1", "-e", "host:port"], "must be like host:port"],
    [
      "with an endpoint of another scheme",
      ["op1", "-e", "dns:///host:1"],
      "must be like host:port",
    ],
    ["with a path over gRPC", ["op1", "-e", "https://host/v1"], "only --rest"],
    ["with two words on TLS", ["op1", "-e", "https://host", "--plaintext"], "the opposite"],
    ["with an unknown API", ["op1", ...HERE, "--api", "aws"], "yandex, google"],
    ["with a version over gRPC", ["op1", ...HERE, "--api-version", "v2"], "--api-version"],
    [
      "with a version that is none",
      ["x/1", ...HERE, "--rest", "--api-version", "../v2"],
      '--api-version must be like "v1"',
    ],
    ["with a timeout without a unit", ["op1", ...HERE, "--timeout", "10"], "like 1500ms"],
    ["with no time at all", ["op1", ...HERE, "--poll-timeout", "0s"], "above 0"],
    ["with a header without a name", ["op1", ...HERE, "-H", "x"], '"name: value"'],
    ["with half a header", ["op1", ...HERE, "-H", "x: \u0416"], "header x is not plain ASCII"],
    ["with a header that gRPC has not", ["op1", ...HERE, "-H", "x!: 1"], "gRPC cannot send"],
    [
      "with descriptors that are none",
      ["op1", ...HERE, "--descriptors", import.meta.filename],
      "set",
    ],
    ["with no file of descriptors", ["op1", ...HERE, "--descriptors", "none"], "cannot be read"],
  ])("exits with 2 %s, and says why on standard error", async (_, args, why) => {
    const { exitCode, stdout, stderr } = await runOperation(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(why);
  });

  it("does not repeat the password of an endpoint", async () => {
    for (const endpoint of ["https://me:secret@host", "https://me:secret@ho st"]) {
      const { exitCode, stderr } = await runOperation(["op1", "--endpoint", endpoint]);
      expect(exitCode).toBe(2);
      expect(stderr).not.toContain("secret");
    }
  });

  it("explains itself, with all exit codes", async () => {
    const { exitCode, stdout, stderr } = await runOperation(["--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const word of ["--endpoint", "--rest", "RPC_STATUS_TOKEN", "5 when it could not be asked"])
      expect(stdout).toContain(word);
    expect(stdout).not.toContain("--token ");
  });
});
