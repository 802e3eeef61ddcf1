import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { speltBytes } from "../../src/cli/spelt-bytes.js";
import { encodeStatusDetails } from "../../src/status/status-details.js";
import { fiveDetails, fiveDetailsBytes } from "../fixtures/five-details.js";
import { decoded, invoke } from "./invoke.js";

const bytes = Buffer.from(fiveDetailsBytes);
const small = Buffer.from(encodeStatusDetails({ code: 5, message: "no such book" }));
const hexPairs = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));

/** As `xxd` and `hexdump -C` lay bytes out. */
function dump(pairs: readonly string[], layout: "xxd" | "hexdump"): string {
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += 16) {
    const row = pairs.slice(at, at + 16);
    const offset = at.toString(16).padStart(8, "0");
    const text = Buffer.from(row.join(""), "hex")
      .toString("latin1")
      .replace(/[^ -~]/g, ".");
    const groups = row.join("").replace(/(....)(?=.)/g, "$1 ");
    const halves = [row.slice(0, 8).join(" "), row.slice(8).join(" ")].join("  ").padEnd(48);
    lines.push(
      layout === "xxd"
        ? `${offset}: ${groups.padEnd(40)} ${text}`
        : `${offset}  ${halves} |${text}|`,
    );
  }
  if (layout === "hexdump") lines.push(pairs.length.toString(16).padStart(8, "0"));
  return `${lines.join("\n")}\n`;
}

const SPELLINGS: readonly (readonly [string, string | Uint8Array])[] = [
  ["base64", bytes.toString("base64")],
  ["base64 without padding", bytes.toString("base64").replace(/=+$/, "")],
  ["base64 for URLs", bytes.toString("base64url")],
  ["base64 in lines", bytes.toString("base64").replace(/.{76}/g, "$&\r\n")],
  ["base64 in quotes", JSON.stringify(bytes.toString("base64"))],
  ["hex", bytes.toString("hex")],
  ["hex in capitals", bytes.toString("hex").toUpperCase()],
  ["hex after one 0x", `0x${bytes.toString("hex")}`],
  ["hex with 0x and commas", hexPairs.map((pair) => `0x${pair}`).join(", ")],
  ["hex with colons", hexPairs.join(":")],
  ["hex with spaces", hexPairs.join(" ")],
  ["hex as escapes of a string", hexPairs.map((pair) => `\\x${pair}`).join("")],
  ["what xxd prints", dump(hexPairs, "xxd")],
  ["what hexdump -C prints", dump(hexPairs, "hexdump")],
  ["numbers in JSON", JSON.stringify([...bytes])],
  ["a Buffer in JSON", JSON.stringify(bytes)],
  ["a Uint8Array as Node prints it", inspect(fiveDetailsBytes, { maxArrayLength: null })],
  ["the bytes themselves", bytes],
];

describe("rpc-status decode, of the bytes of a status", () => {
  it.each(SPELLINGS)("reads %s", async (_title, input) => {
    expect(await decoded(input)).toMatchObject([
      {
        codeName: "INVALID_ARGUMENT",
        message: fiveDetails.message,
        reason: "BOOK_INVALID",
        retryDelayMs: 2_500,
        requestIds: ["6f1c2a4e-8b7d-4c3a-9e5f-0a1b2c3d4e5f"],
        problems: [],
        notes: [],
        form: "details-bin",
      },
    ]);
  });

  it("reads a Buffer as Node prints it, alone and as grpc-js's Metadata gives it", async () => {
    for (const value of [small, [small]]) {
      expect(await decoded(inspect(value))).toMatchObject([
        { codeName: "NOT_FOUND", message: "no such book", notes: [] },
      ]);
    }
  });

  it.each([
    ["a Buffer of which Node shows fifty bytes", inspect(bytes)],
    ["base64 that ends with dots", `${bytes.toString("base64").slice(0, 200)}...`],
  ])("says what is missing of %s", async (_title, input) => {
    expect(await decoded(input)).toMatchObject([
      {
        codeName: "INVALID_ARGUMENT",
        problems: [{ kind: "status-proto" }],
        notes: [expect.stringContaining("cut off")],
      },
    ]);
  });

  it("reads base64 and hex of JSON", async () => {
    const json = Buffer.from(JSON.stringify({ code: 5, message: "no such book" }));
    for (const input of [json.toString("base64"), json.toString("hex")]) {
      expect(await decoded(input)).toMatchObject([
        { codeName: "NOT_FOUND", dialect: "google-status" },
      ]);
    }
  });

  it.each([
    "hello",
    "the quick brown fox",
    "deadbeef",
    "0x12",
    "[1,2,3]",
    "2026",
    "CAKE",
    "cafe babe",
  ])("does not take %j for a status", async (input) => {
    expect((await invoke(["decode"], input)).exitCode).toBe(1);
  });

  it("takes weaker evidence where the caller names the format", async () => {
    const details = encodeStatusDetails({ code: 99, message: "" });
    expect(await decoded(details)).toEqual([]);
    expect(await decoded(details, "--format", "details-bin")).toMatchObject([
      { codeName: "UNKNOWN", problems: [{ kind: "grpc-status" }] },
    ]);
  });
});

describe("speltBytes", () => {
  it("gives each value of several that are joined by commas", () => {
    const texts = speltBytes("CAU,CAc=").map((spelt) => Buffer.from(spelt.bytes).toString("hex"));
    expect(texts).toEqual(["0805", "0807"]);
  });

  it("gives nothing for a text that spells no bytes", () => {
    for (const text of ["", "   ", "a.b", "{}", "[256]", "[]", "ж"]) {
      expect(speltBytes(text)).toEqual([]);
    }
  });
});
