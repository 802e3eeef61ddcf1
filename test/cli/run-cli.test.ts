import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_INPUT_BYTES } from "../../src/cli/read-input.js";
import { runCli } from "../../src/cli/run-cli.js";
import { decoded, invoke } from "./invoke.js";

const BODY = '{"code":5,"message":"no such book"}';

let folder: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rpc-status-cli-"));
  await writeFile(inFolder("error.json"), BODY);
});
afterAll(() => rm(folder, { recursive: true }));

describe("rpc-status decode, where its input comes from", () => {
  it.each([
    ["an argument that names a file", () => [inFolder("error.json")]],
    ["--file", () => ["--file", inFolder("error.json")]],
    ["an argument", () => [BODY]],
    ["an argument that begins with a dash, after --", () => ["--", `-- ${BODY}`]],
  ])("reads %s", async (_title, args) => {
    const { exitCode, stdout } = await invoke(["decode", ...args()]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("RpcError [NOT_FOUND]: no such book");
  });

  it("reads standard input, without an argument and for a dash", async () => {
    for (const args of [["decode"], ["decode", "-"]]) {
      expect((await invoke(args, BODY)).stdout).toContain("RpcError [NOT_FOUND]: no such book");
    }
  });

  it("takes an argument that is too long or too strange for a path for the input", async () => {
    for (const text of [`${BODY}${" ".repeat(10_000)}`, `${BODY}\0`]) {
      expect((await invoke(["decode", text])).stdout).toContain("no such book");
    }
  });

  it("mentions the file that is not there where nothing is in the argument", async () => {
    const { exitCode, stderr } = await invoke(["decode", "erorr.json"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/no error in the argument: .*file/);
  });

  it("says that an input is empty", async () => {
    expect(await invoke(["decode"], "")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "no error in standard input: it is empty\n",
    });
  });

  it("reads UTF-16 and UTF-8 with a mark, as editors of Windows write them", async () => {
    const marked = `\ufeff${BODY}`;
    const big = Buffer.from(marked, "utf16le").swap16();
    for (const bytes of [
      marked,
      Buffer.from(marked, "utf16le"),
      big,
      Buffer.from(BODY, "utf16le"),
    ]) {
      expect(await decoded(bytes)).toMatchObject([
        { codeName: "NOT_FOUND", message: "no such book" },
      ]);
    }
  });
});

describe("rpc-status, called in a way that cannot work", () => {
  it.each<readonly [string, () => readonly string[], string]>([
    ["without a command", () => [], "Usage: rpc-status"],
    ["with an unknown command", () => ["decoed", "x"], "decode"],
    ["with an unknown option", () => ["decode", "--jsno", "x"], "--json"],
    ["with two inputs", () => ["decode", "5", "NOT_FOUND"], "too many arguments"],
    ["with an input and --file", () => ["decode", BODY, "--file", "x"], "not both"],
    ["with an unknown format", () => ["decode", "--format", "xml", "x"], "details-bin"],
    ["with a status that is none", () => ["decode", "--status", "42", "x"], "100 to 599"],
    [
      "with a status for trailers",
      () => ["decode", "--status", "404", "--format", "trailers", "x"],
      "--status",
    ],
    ["with a folder", () => ["decode", folder], "is a directory"],
    ["with --file and a folder", () => ["decode", "--file", folder], "cannot be read"],
    [
      "with --file and nothing there",
      () => ["decode", "--file", inFolder("none")],
      "cannot be read",
    ],
    ["on a terminal without an input", () => ["decode"], "nothing to decode"],
  ])("exits with 2 %s, and says why on standard error", async (_title, args, why) => {
    const { exitCode, stdout, stderr } = await invoke(args());
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(why);
  });

  it("repeats what was typed without its control characters", async () => {
    for (const args of [["\u001b[2J"], ["decode", "--x\u001b[2J"], ["codes", "\u001b[2J"]]) {
      const { stderr } = await invoke(args);
      expect(stderr).toContain("[2J");
      expect(stderr).not.toContain("\u001b");
    }
  });

  it("refuses an input that is larger than it holds, and accepts one that just fits", async () => {
    const fits = await invoke(["decode"], Buffer.alloc(MAX_INPUT_BYTES, " "));
    expect(fits.exitCode).toBe(1);
    const { exitCode, stderr } = await invoke(["decode"], Buffer.alloc(MAX_INPUT_BYTES + 1, " "));
    expect(exitCode).toBe(2);
    expect(stderr).toContain("16 MiB");
  });

  it("does not wait for the end of an input that is too large already", async () => {
    const stdin = {
      async *[Symbol.asyncIterator]() {
        for (;;) yield Buffer.alloc(1024 * 1024);
      },
    };
    const sink = { write: () => {} };
    expect(await runCli(["decode"], { stdin, stdout: sink, stderr: sink })).toBe(2);
  });

  it("exits with 2 where standard input breaks off", async () => {
    const stdin = {
      async *[Symbol.asyncIterator]() {
        yield Buffer.from(BODY);
        throw new Error("EIO: broken");
      },
    };
    const sink = { write: () => {} };
    expect(await runCli(["decode"], { stdin, stdout: sink, stderr: sink })).toBe(2);
  });
});

describe("rpc-status --help", () => {
  it.each([
    [["--help"], ["decode", "codes", "Exit code"]],
    [
      ["decode", "--help"],
      ["--format", "--status", "--json", "curl -si", "Exit code"],
    ],
    [
      ["codes", "--help"],
      ["--http", "--json"],
    ],
  ])("explains %j on standard output", async (args, words) => {
    const { exitCode, stdout, stderr } = await invoke(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const word of words) expect(stdout).toContain(word);
  });
});

describe("rpc-status decode --format", () => {
  it.each([
    ["details-bin", "hello", "google.rpc.Status"],
    ["trailers", BODY, "grpc-status"],
    ["http", BODY, "status line"],
    ["json", "grpc-status: 5", "no JSON"],
  ])("reads %s and nothing else", async (format, input, why) => {
    const { exitCode, stdout, stderr } = await invoke(["decode", "--format", format], input);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(why);
  });

  it.each([
    ["details-bin", "CAUSB25vIGJvb2s"],
    ["trailers", "grpc-status: 5\ngrpc-message: no%20book"],
    ["http", 'HTTP/1.1 404 Not Found\r\n\r\n{"code":5,"message":"no book"}'],
    ["json", '{"code":5,"message":"no book"}'],
    ["text", "rpc error: code = NotFound desc = no book"],
  ])("reads %s", async (format, input) => {
    for (const one of [format, "auto"]) {
      expect(await decoded(input, "--format", one)).toMatchObject([
        { code: 5, message: "no book" },
      ]);
    }
  });

  it("takes JSON of an unsure shape for an error where the caller says JSON", async () => {
    const unsure = '{"error":"no such book","shelf":3}';
    expect(await decoded(unsure, "--format", "json")).toMatchObject([{ message: "no such book" }]);
  });
});

describe("rpc-status decode --status", () => {
  it("reads the input as the body of an answer with this status", async () => {
    expect(await decoded('{"oops":true}', "--status", "404")).toMatchObject([
      { codeName: "NOT_FOUND", httpStatus: 404, dialect: "plain-json" },
    ]);
    expect(await decoded("try later", "-s", "503")).toMatchObject([
      { codeName: "UNAVAILABLE", message: "try later", origin: "transport" },
    ]);
    expect(await decoded(BODY, "--status", "200")).toMatchObject([{ codeName: "NOT_FOUND" }]);
  });

  it("leaves the word to the status line of an answer that has one", async () => {
    const answer = "HTTP/1.1 503 Service Unavailable\r\n\r\ntry later";
    expect(await decoded(answer, "--status", "404")).toMatchObject([{ httpStatus: 503 }]);
  });

  it("finds no error in the body of a success", async () => {
    expect((await invoke(["decode", "--status", "200"], "all is well")).exitCode).toBe(1);
  });
});
