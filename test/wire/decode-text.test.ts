import { describe, expect, it } from "vitest";
import { decodeText, readableText } from "../../src/wire/decode-text.js";

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const swapped = (text: string) => new Uint8Array(Buffer.from(text, "utf16le").swap16());
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decodeText", () => {
  const text = '{"message":"книга \u{1f4d5}"}';

  it.each([
    ["UTF-8", utf8(text)],
    ["UTF-8 with a mark", utf8(`\ufeff${text}`)],
    ["UTF-16, little endian", utf16(text)],
    ["UTF-16, little endian with a mark", utf16(`\ufeff${text}`)],
    ["UTF-16, big endian", swapped(text)],
    ["UTF-16, big endian with a mark", swapped(`\ufeff${text}`)],
  ])("reads %s", (_, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it("reads UTF-16 that does not begin with two letters of ASCII only by its mark", () => {
    expect(decodeText(utf16("\ufeffкнига"))).toBe("книга");
    expect(decodeText(swapped("\ufeffкнига"))).toBe("книга");
    expect(decodeText(utf8("книга"))).toBe("книга");
  });

  it.each([
    [[]],
    [[0x7b]],
    [[0]],
    [[0, 0]],
    [[0, 0, 0, 0, 5]],
    [[0x41, 0, 0, 0]],
    [[0, 0x41, 0, 0]],
  ])("does not take %j for UTF-16", (bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toBe(String.fromCharCode(...bytes));
  });

  it("replaces what is no UTF-8, and never throws", () => {
    expect(decodeText(Uint8Array.of(0x61, 0xff, 0x62))).toBe("a\ufffdb");
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x61))).toBe("\ufffd");
  });

  it("decodes no more than it is asked to, and two mebibytes by itself", () => {
    expect(decodeText(utf8("abcdef"), 3)).toBe("abc");
    expect(decodeText(new Uint8Array(3_000_000).fill(0x61))).toHaveLength(2_097_152);
  });
});

describe("readableText", () => {
  it.each([
    ["", ""],
    ["text", "text"],
    ["\ufefftext", "text"],
    ["t\0e\0x\0t\0", "text"],
    ["\0t\0e\0x\0t", "text"],
    ["\ufffd\ufffdt\0e\0x\0t\0", "text"],
    ["a\ufffdb", "a\ufffdb"],
    ["\t\r\n\v\f text", "\t\r\n\v\f text"],
    ["\u001b[31mtext\u001b[0m", "\u001b[31mtext\u001b[0m"],
    ['{"message":"\ufffd\ufffd\ufffd"}', '{"message":"\ufffd\ufffd\ufffd"}'],
    ["<title>\ufffd\ufffd</title>", "<title>\ufffd\ufffd</title>"],
  ])("keeps what is a text: %j", (text, readable) => {
    expect(readableText(text)).toBe(readable);
  });

  it.each([
    "\u001f\ufffd\b",
    "\ufffd\ufffd\ufffd",
    "PNG\u001a\n",
    "text\u0001",
    "abc\ufffd\ufffddef",
  ])("leaves nothing of bytes: %j", (text) => {
    expect(readableText(text)).toBe("");
  });

  it("looks at the beginning only", () => {
    const text = `${"a".repeat(256)}\u0001\ufffd\ufffd`;
    expect(readableText(text)).toBe(text);
  });
});
