import { describe, expect, it } from "vitest";
import { DIALECT_EVIDENCE, FORM_EVIDENCE } from "../../src/cli/evidence.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { encodeStatusDetails } from "../../src/status/status-details.js";
import { encodeTrailers } from "../../src/status/trailers.js";
import { richError } from "../fixtures/rich-error.js";
import { decoded, invoke } from "./invoke.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/;

const ANSWER = [
  "HTTP/1.1 404 Not Found",
  "content-type: application/json",
  "x-request-id: id-7",
  "set-cookie: private=1",
  "authorization: Bearer private",
  "",
  '{"error":{"code":404,"status":"NOT_FOUND","message":"no such book"}}',
].join("\r\n");

describe("rpc-status decode, as it prints an error", () => {
  it("shows the tree, and below it how it was read and what came with it", async () => {
    const { stdout } = await invoke(["decode"], ANSWER);
    const [title, from, why, origin, ids, ...rest] = stdout.split("\n");
    expect(title).toBe("RpcError [NOT_FOUND]: no such book");
    expect(from).toContain(FORM_EVIDENCE.http);
    expect(why).toBe(`├ aip-193: ${DIALECT_EVIDENCE["aip-193"]}`);
    expect(origin).toBe("├ origin server, via rest, HTTP status 404");
    expect(ids).toBe("└ request ids: id-7");
    expect(rest).toEqual([""]);
  });

  it("shows every detail of a rich error", async () => {
    const { stdout } = await invoke(["decode"], Buffer.from(encodeStatusDetails(richError())));
    for (const shown of [
      "isbn: has 12 digits",
      "BOOK_INVALID library.example",
      "shelf: poetry",
      "2.5 s",
      "id-1",
    ]) {
      expect(stdout).toContain(shown);
    }
  });

  it("puts an empty line between errors, and says where each was found", async () => {
    const { stdout } = await invoke(
      ["decode"],
      "5 NOT_FOUND: a book\n\n7 PERMISSION_DENIED: not yours\n",
    );
    const [first, second] = stdout.split("\n\n");
    expect(first).toMatch(/^RpcError \[NOT_FOUND\]: a book\nRead from .*line 1\n/);
    expect(second).toMatch(/^RpcError \[PERMISSION_DENIED\]: not yours\nRead from .*line 3\n/);
  });

  it("shows neither secrets of headers nor what DebugInfo holds, as a tree and as JSON", async () => {
    const details = [debugInfo({ detail: "private", stackEntries: ["private"] })];
    const trailers = encodeTrailers({ code: 13, message: "broken", details });
    const lines = Object.entries({ ...trailers, cookie: "private", "x-api-key": "private" });
    const text = lines.map(([name, value]) => `${name}: ${value}`).join("\n");
    for (const input of [ANSWER, text]) {
      for (const args of [["decode"], ["decode", "--json"]]) {
        const { exitCode, stdout } = await invoke(args, input);
        expect(exitCode).toBe(0);
        expect(stdout).not.toMatch(/private|cHJpdmF0Z/);
      }
    }
  });

  it("lets no character of the input move the terminal, as a tree and as JSON", async () => {
    const evil = "a\r\nINFO ok\u001b[2J\u0007\u0085\u2028\u202e b";
    const reason = { "@type": "x/google.rpc.ErrorInfo", reason: evil, metadata: { [evil]: evil } };
    const json = JSON.stringify({ error: { code: 5, message: evil, details: [reason] } });
    const headers = `HTTP/1.1 404 X\r\nx-request-id: ${evil.replace(/[\r\n]/g, "")}\r\n\r\n`;
    for (const input of [json, headers + json, `rpc error: code = NotFound desc = ${evil}`]) {
      for (const args of [["decode"], ["decode", "--json"]]) {
        const { exitCode, stdout } = await invoke(args, input);
        expect(exitCode).toBe(0);
        expect(stdout.replaceAll("\n", "")).not.toMatch(CONTROL);
        expect(stdout.split("\n").filter((line) => line.startsWith("INFO"))).toEqual([]);
      }
    }
    expect((await decoded(json))[0]?.message).toBe(evil);
  });
});

describe("rpc-status decode --json", () => {
  it("gives the AIP-193 envelope, and beside it what that has no place for", async () => {
    const trailers = { ...encodeTrailers(richError()), "x-server-trace-id": "trace" };
    const text = Object.entries(trailers)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n");
    const [error] = await decoded(text);
    expect(error).toEqual({
      ...JSON.parse(JSON.stringify(richError())),
      code: 3,
      codeName: "INVALID_ARGUMENT",
      message: "three fields are wrong: é/ü",
      reason: "BOOK_INVALID",
      domain: "library.example",
      retryDelayMs: 2_500,
      requestIds: ["id-1", "trace"],
      origin: "server",
      via: "grpc",
      dialect: "grpc-headers",
      form: "trailers",
      problems: [],
      notes: [],
    });
  });

  it("lists problems", async () => {
    expect(await decoded("grpc-status: 5\ngrpc-status: 7")).toMatchObject([
      { code: 5, problems: [{ kind: "repeated-header" }] },
    ]);
  });
});

describe("evidence", () => {
  it("has a sentence of its own for each dialect and each form", () => {
    const sentences = [DIALECT_EVIDENCE, FORM_EVIDENCE].flatMap((table) => Object.values(table));
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).not.toBe("");
  });
});
