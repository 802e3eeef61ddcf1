import { describe, expect, it } from "vitest";
import type { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { collectGarbage } from "../fixtures/left-behind.js";

const COUNT = 40;
/** The 65,536 characters of `body`, and as many for a message that is as long. */
const MAX_KEPT = 2 * 65_536 + 20_000;

/** A megabyte that is no copy of any other. */
function megabyte(index: number): string {
  return `line ${index}\n`.repeat(1_000_000 / `line ${index}\n`.length);
}

const missing = { code: 404, message: "no such book on any shelf", status: "NOT_FOUND" };
const detail = { "@type": "type.example/library.v1.Shelf", topic: "poetry of the last century" };

describe("an error of an answer with a megabyte of text", () => {
  it.each<[string, (text: string) => string | Uint8Array]>([
    ["a text", (text) => `Upstream failed to answer. ${text}`],
    ["bytes", (text) => new TextEncoder().encode(`Upstream failed to answer. ${text}`)],
    ["a page", (text) => `<html><title>Bad gateway of the library</title>${text}`],
    ["a page of words", (text) => `<html>Bad gateway of the library ${text}`],
    [
      "a printed status",
      (text) => `rpc error: code = NotFound desc = no such book on any shelf${text}`,
    ],
    [
      "JSON behind a prefix",
      (text) => `failed: ${JSON.stringify({ error: { ...missing, details: [detail] } })} ${text}`,
    ],
    ["JSON", (text) => JSON.stringify({ error: { ...missing, details: [detail] }, text })],
    [
      "JSON that is too long",
      (text) => JSON.stringify({ error: { ...missing, details: [detail] }, text: text + text }),
    ],
    ["damaged JSON", (text) => `${JSON.stringify({ error: missing, text })}}`],
  ])("does not keep it: %s", (_, bodyWith) => {
    const errors: (RpcError | undefined)[] = [];
    const decode = (index: number) => {
      const error = errorFromHttp({ status: 404, body: bodyWith(megabyte(index)) });
      void error?.problems;
      errors.push(error);
    };
    // What is made once for all is there before anything is measured.
    decode(COUNT);
    const before = heldMemory();
    for (let i = 0; i < COUNT; i++) decode(i);
    expect((heldMemory() - before) / COUNT).toBeLessThan(MAX_KEPT);
    expect(errors.every((error) => String(error?.body).length <= 65_537)).toBe(true);
  });
});

/** What is in use once nobody's memory is gone. Other tests run beside this one: the least of a few counts. */
function heldMemory(): number {
  const measured = Array.from({ length: 3 }, () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  });
  return Math.min(...measured);
}
