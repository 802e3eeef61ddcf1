import { describe, expect, it } from "vitest";
import { decoded, invoke } from "./invoke.js";

const PYTHON = `Traceback (most recent call last):
  File "books.py", line 3, in <module>
grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with:
\tstatus = StatusCode.NOT_FOUND
\tdetails = "no such book"
\tdebug_error_string = "UNKNOWN:Error received from peer"
>`;

const JAVA = `Exception in thread "main" io.grpc.StatusRuntimeException: UNAVAILABLE: io exception
\tat io.grpc.stub.ClientCalls.toStatusRuntimeException(ClientCalls.java:268)
Caused by: java.net.ConnectException: Connection refused`;

const PRETTY_JSON = JSON.stringify(
  { error: { code: 7, message: "not yours", details: [] } },
  null,
  2,
);

describe("rpc-status decode, of a log", () => {
  it("finds each error, however many lines it has, with the line that it begins at", async () => {
    const log = [
      "10:00 INFO started, took 5 ms",
      PYTHON,
      "10:01 INFO 200 OK /books status=200",
      JAVA,
      PRETTY_JSON,
      '10:02 ERROR upstream said {"code":8,"message":"slow down"} and closed',
      "10:03 ERROR rpc error: code = Aborted desc = try again",
      "",
    ].join("\r\n");
    const lines = log.split("\r\n").join("\n").split("\n");
    const lineOf = (start: string) => 1 + lines.findIndex((line) => line.startsWith(start));
    expect(await decoded(log)).toMatchObject([
      { codeName: "NOT_FOUND", message: "no such book", line: lineOf("grpc._channel") },
      { codeName: "UNAVAILABLE", message: "io exception", line: lineOf("Exception in") },
      { codeName: "PERMISSION_DENIED", message: "not yours", line: lineOf("{") },
      { codeName: "RESOURCE_EXHAUSTED", message: "slow down", line: lineOf("10:02") },
      { codeName: "ABORTED", message: "try again", line: lineOf("10:03") },
    ]);
  });

  it("gives no line for an error that is all of the input", async () => {
    for (const text of [PYTHON.split("\n").slice(2).join("\n"), JAVA, PRETTY_JSON]) {
      const [error, ...others] = await decoded(`${text}\n`);
      expect(others).toEqual([]);
      expect(error).not.toHaveProperty("line");
    }
  });

  it("finds the error in an entry of JSON once, in its fullest form", async () => {
    const error = { code: 5, message: "no such book", details: [DETAIL] };
    const entries = [
      { level: "info", msg: "started", status: 200 },
      { level: "error", msg: "5 NOT_FOUND: no such book", request: { path: "/" }, err: { error } },
      { level: "error", msg: "call failed: rpc error: code = Aborted desc = try again" },
      {
        level: "error",
        log: JSON.stringify({ cause: JSON.stringify({ error: { ...error, code: 7 } }) }),
      },
    ];
    expect(await decoded(entries.map((entry) => JSON.stringify(entry)).join("\n"))).toMatchObject([
      { codeName: "NOT_FOUND", reason: "BOOK_MISSING", line: 2 },
      { codeName: "ABORTED", line: 3 },
      { codeName: "PERMISSION_DENIED", reason: "BOOK_MISSING", line: 4 },
    ]);
  });

  it.each([
    ["server-sent events", 'event: error\ndata: {"error":{"code":8,"message":"slow down"}}\n\n'],
    ["lines of JSON", '{"result":{"text":"a"}}\n{"error":{"code":8,"message":"slow down"}}\n'],
    ["a list in JSON", '[{"result":{}},{"error":{"code":8,"message":"slow down"}}]'],
  ])("finds the error in a stream that was saved: %s", async (_title, text) => {
    expect(await decoded(text)).toMatchObject([
      { codeName: "RESOURCE_EXHAUSTED", dialect: "grpc-gateway-v2-stream" },
    ]);
  });

  it("tells errors apart that have the same text and another code", async () => {
    const list = [5, 7, 5].map((code) => ({ error: { code, message: "failed" } }));
    expect(await decoded(JSON.stringify({ list }))).toMatchObject([{ code: 5 }, { code: 7 }]);
  });

  it("reads around text in an encoding that is not UTF-8", async () => {
    const latin1 = Buffer.from("éé: rpc error: code = Aborted desc = try again", "latin1");
    expect(await decoded(latin1)).toMatchObject([{ codeName: "ABORTED" }]);
  });

  it("unpacks a message that is JSON itself", async () => {
    const inner = { error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "slow down" } };
    const outer = { error: { code: 500, message: JSON.stringify(inner) } };
    for (const body of [outer, { level: "error", err: outer }]) {
      expect(await decoded(JSON.stringify(body))).toMatchObject([
        { codeName: "RESOURCE_EXHAUSTED", message: "slow down" },
      ]);
    }
    const deep = `{"code":5,"message":"[not closed","more":${"[".repeat(9e4)}${"]".repeat(9e4)}}`;
    expect(await decoded(deep)).toMatchObject([{ codeName: "NOT_FOUND", message: "[not closed" }]);
  });

  it("shows a hundred errors, and says that there are more", async () => {
    const line = (n: number) => `rpc error: code = Aborted desc = number ${n}\n`;
    const log = (count: number) => Array.from({ length: count }, (_, n) => line(n)).join("");
    const some = await invoke(["decode", "--json"], log(100));
    expect([some.stdout.split("\n").length - 1, some.stderr]).toEqual([100, ""]);
    const more = await invoke(["decode", "--json"], log(101));
    expect(more.stdout.split("\n").length - 1).toBe(100);
    expect(more.stderr).toContain("100");
    expect(more.exitCode).toBe(0);
  });

  it("takes what only mentions an HTTP status for an error where it is all of the input", async () => {
    const sentence = "Request failed with status code 503";
    expect(await decoded(sentence)).toMatchObject([{ codeName: "UNAVAILABLE", httpStatus: 503 }]);
    expect(await decoded(`10:00 INFO started\n10:01 ${sentence}\n`)).toEqual([]);
    expect(await decoded("<html>\n<title>504 Gateway Timeout</title>\n</html>")).toMatchObject([
      { codeName: "UNAVAILABLE", httpStatus: 504, dialect: "html" },
    ]);
  });

  it.each([
    "10:00 INFO started\n10:01 INFO GET /books/404 took 500 ms, status: 200\n",
    '{"level":"info","msg":"started","code":"library"}\n{"level":"info","status":404}\n',
    "Dear reader,\n\nthis is no error.\n",
    "{}",
    "[]",
    '{"book":{"id":"42","code":"5"}}',
  ])("finds none in %j", async (text) => {
    const { exitCode, stdout, stderr } = await invoke(["decode"], text);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^no error in standard input\n$/);
  });
});

const DETAIL = {
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason: "BOOK_MISSING",
  domain: "library.example",
};
