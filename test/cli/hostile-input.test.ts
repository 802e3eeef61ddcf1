import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INPUT_FORMATS } from "../../src/cli/input-format.js";
import { encodeStatusDetails } from "../../src/status/status-details.js";
import { encodeTrailers } from "../../src/status/trailers.js";
import { richError } from "../fixtures/rich-error.js";
import { invoke } from "./invoke.js";

const trailers = Object.entries(encodeTrailers(richError()))
  .map(([name, value]) => `${name}: ${value}`)
  .join("\r\n");

/** Inputs that are understood, for damage to begin with. */
const GOOD = [
  Buffer.from(encodeStatusDetails(richError())),
  Buffer.from(trailers),
  Buffer.from(`HTTP/1.1 400 Bad Request\r\n${trailers}\r\n\r\n${JSON.stringify(richError())}`),
  Buffer.from(JSON.stringify(richError())),
  Buffer.from("Error: 5 NOT_FOUND: x {\n  code: 5,\n  details: 'x',\n  metadata: Metadata {}\n}"),
  Buffer.from("ERROR:\n  Code: NotFound\n  Message: x\n  Details:\n  1)\t{}\n"),
  Buffer.from("\u0080\0\0\0\u0010grpc-status: 5\r\n", "latin1"),
];

/** Cuts a piece out of a good input and puts something else there. */
const damaged = fc
  .tuple(fc.constantFrom(...GOOD), fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 20 }))
  .map(([good, at, length, bytes]) => {
    const start = at % good.length;
    return Buffer.concat([good.subarray(0, start), bytes, good.subarray(start + length)]);
  });

const pieces = fc
  .array(
    fc.constantFrom(
      ..."\0 \n ' \" ` { } [ ] ( ) : , = > < / \\ + * a 5 0x".split(" "),
      "HTTP/1.1 404 X\r\n",
      "< HTTP/2 500\n",
      "grpc-status: ",
      "'grpc-status' => ",
      "grpc-status-details-bin: CAU",
      "code: 5, details: '",
      "<Buffer 08 05",
      "ERROR:\n  Code: ",
      "rpc error: code = ",
      '{"error":',
      "data: ",
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.from(parts.join("")));

const anything = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 200 }).map((text) => Buffer.from(text)),
  damaged,
  pieces,
);

describe("rpc-status decode, of hostile input", () => {
  it("gives 0 or 1 and plain text, whatever it reads and as whatever", async () => {
    await fc.assert(
      fc.asyncProperty(
        anything,
        fc.constantFrom(...INPUT_FORMATS),
        fc.boolean(),
        async (input, format, json) => {
          const options = json ? ["--json"] : [];
          const result = await invoke(["decode", "--format", format, ...options], input);
          expect(result.exitCode).toBe(result.stdout === "" ? 1 : 0);
          expect(result.stderr === "").toBe(result.exitCode === 0);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
          expect(result.stdout + result.stderr).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
          for (const line of json ? result.stdout.split("\n").slice(0, -1) : []) JSON.parse(line);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  // Each would take minutes where a pattern reads the rest of the input at each of its places.
  it.each([
    "[",
    "{",
    '{"a":',
    " ",
    "a:\n",
    "grpc-status: 5\n\n",
    "code: 5, details: '",
    "code: 5, details: 'x'{",
    "code: 0, details: 'x'{",
    "'a' => ",
    "'a' => <Buffer 08 ",
    "<Buffer 08 ",
    "HTTP/1.1 200 ",
    "HTTP/1.1 200\n\n",
    "< HTTP/1.1 200\n",
    "ERROR:\n  Code: NotFound\n  Message: x\n",
    "  1) {",
    "8,",
    "08",
    "A",
    "\\x08",
    "\\",
    "<html><",
    "data: {}\n\n",
    "x {\n ",
  ])("reads a megabyte of %j in a moment", async (unit) => {
    const input = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const start = performance.now();
    expect((await invoke(["decode"], input)).exitCode).toBeLessThan(2);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
