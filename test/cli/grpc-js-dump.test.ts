import { inspect } from "node:util";
import { Metadata, type ServiceError } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { findGrpcJsDumps } from "../../src/cli/grpc-js-dump.js";
import { encodeStatusDetails } from "../../src/status/status-details.js";
import { fiveDetails, fiveDetailsBytes } from "../fixtures/five-details.js";
import { serviceErrorFrom } from "../fixtures/real-service-error.js";
import { decoded, invoke } from "./invoke.js";

const QUOTES = 'it\'s "quoted" with a \\ and `ticks`';

/** A real error of grpc-js, with trailers of all kinds. */
function thrown(code: number, details: string, bin: Uint8Array): Promise<ServiceError> {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(bin));
  metadata.set("x-quotes", `${QUOTES} }}}} {`);
  metadata.set("x-request-id", "r-1");
  return serviceErrorFrom((_call, callback) => callback({ code, details, metadata }));
}

const long = await thrown(fiveDetails.code, fiveDetails.message, fiveDetailsBytes);
const small = encodeStatusDetails({ code: 5, message: "no such book: 42" });
const short = await thrown(5, "no such book: 42", small);
const whole = (value: unknown) => inspect(value, { depth: null });

describe("rpc-status decode, of what Node prints of an error of grpc-js", () => {
  it("reads code, text and trailers, and says where the details are cut", async () => {
    const [error] = await decoded(whole(long));
    expect(error).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      message: fiveDetails.message,
      requestIds: ["r-1"],
      via: "grpc",
      form: "grpc-js",
      notes: [expect.stringContaining("JSON.stringify")],
    });
  });

  it("says that details are missing where console.log shows [Array]", async () => {
    const dump = inspect(long);
    expect(dump).toContain("'grpc-status-details-bin' => [Array]");
    expect(await decoded(dump)).toMatchObject([
      { message: fiveDetails.message, notes: [expect.stringContaining("not printed whole")] },
    ]);
  });

  it("says nothing of missing details where all were printed", async () => {
    expect(await decoded(whole(short))).toMatchObject([
      { codeName: "NOT_FOUND", message: "no such book: 42", problems: [], notes: [] },
    ]);
  });

  it.each([
    ["quotes of all kinds", QUOTES],
    ["lines, of which Node joins long ones by plus", `first line: ${"a".repeat(80)}\nsecond: é\n`],
    ["braces and brackets", "a } b { c ] d => 'e' code: 7, details: 'f'"],
    ["nothing", ""],
    ["escapes", "tab \t bell \u0007 emoji 😀 nul \0 backslash \\n"],
  ])("reads texts with %s", async (_title, text) => {
    const dump = whole({ code: 5, details: text, metadata: short.metadata });
    expect(findGrpcJsDumps(dump).map(({ parts }) => parts.message)).toEqual([
      // The status in the trailers has the text, where there is one to compare.
      "no such book: 42",
    ]);
    const plain = whole({ code: 5, details: text, metadata: new Metadata() });
    expect(findGrpcJsDumps(plain).map(({ parts }) => parts.message)).toEqual([text]);
  });

  it("reads each of several among the lines of a log, in their order", async () => {
    const log = [
      "10:00 INFO started",
      "10:01 ERROR rpc error: code = Unavailable desc = connection refused",
      whole({ level: "error", err: short }),
      "10:02 INFO a line with } in it",
      inspect(long),
      "10:03 WARN 7 PERMISSION_DENIED: not yours",
    ].join("\n");
    const lines = log.split("\n");
    expect(await decoded(log)).toMatchObject([
      { codeName: "UNAVAILABLE", line: 2, form: "text" },
      { codeName: "NOT_FOUND", line: 5, requestIds: ["r-1"], form: "grpc-js" },
      {
        codeName: "INVALID_ARGUMENT",
        line: 1 + lines.findIndex((line) => line.startsWith("Error: 3 ")),
        form: "grpc-js",
      },
      { codeName: "PERMISSION_DENIED", line: lines.length, form: "text" },
    ]);
  });

  it("knows where an error ends, and what follows it is another", () => {
    const dump = whole(short);
    const text = `before\n${dump}\n${dump} after`;
    expect(findGrpcJsDumps(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      dump,
      dump,
    ]);
  });

  it("finds no error in a status that is OK", async () => {
    const { exitCode } = await invoke(
      ["decode"],
      whole({ code: 0, details: "OK", metadata: null }),
    );
    expect(exitCode).toBe(1);
  });

  it("has all details of what JSON.stringify makes of it, alone and as an entry of a log", async () => {
    const json = JSON.stringify(long);
    const entry = JSON.stringify({ level: 50, msg: "5 lines: failed", err: long });
    for (const input of [json, `{"level":30,"msg":"started"}\n${entry}\n`]) {
      expect(await decoded(input)).toMatchObject([
        { reason: "BOOK_INVALID", retryDelayMs: 2_500, problems: [], form: "grpc-js" },
      ]);
    }
  });

  it("reads its metadata alone, as Metadata and as what getMap gives", async () => {
    for (const value of [short.metadata, short.metadata.getMap()]) {
      expect(await decoded(whole(value))).toMatchObject([
        { codeName: "NOT_FOUND", requestIds: ["r-1"], form: "printed-metadata" },
      ]);
    }
  });
});
