import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { decodeQuickly } from "./decode-quickly.js";

const MB = 1_000_000;
const json = JSON.stringify({
  error: { code: 404, message: "no such book: книга 📕", status: "NOT_FOUND" },
});
const expected = { code: 5, message: "no such book: книга 📕" };

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return bytes;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

describe("a body in another encoding", () => {
  it.each([
    ["UTF-8 with its mark", utf8(`\ufeff${json}`)],
    ["UTF-8 with its mark twice", utf8(`\ufeff\ufeff${json}`)],
    ["UTF-16, little endian, with its mark", utf16(`\ufeff${json}`, true)],
    ["UTF-16, big endian, with its mark", utf16(`\ufeff${json}`, false)],
    ["UTF-16, little endian", utf16(json, true)],
    ["UTF-16, big endian", utf16(json, false)],
    ["UTF-16 cut in the middle of a character", utf16(`${json} `, true).subarray(0, -1)],
    ["UTF-8 after white space of many kinds", utf8(`\u00a0\ufeff\u2028\t\r\n ${json}\u00a0\n`)],
    ["UTF-8 with zeros at its end", utf8(`${json}\0\0\0`)],
    ["a piece of a larger buffer", Buffer.concat([utf8("xxx"), utf8(json)]).subarray(3)],
  ])("is read as what it is: %s", (_, body) => {
    expect(decodeQuickly(() => errorFromHttp({ status: 500, body }))).toMatchObject(expected);
    const { buffer, byteOffset, byteLength } = body;
    const alone = buffer.slice(byteOffset, byteOffset + byteLength);
    expect(decodeQuickly(() => errorFromHttp({ status: 500, body: alone }))).toMatchObject(
      expected,
    );
  });

  it.each([
    ["with a mark", `\ufeff${json}`],
    ["with two marks", `\ufeff\ufeff${json}`],
    ["after no-break spaces", `\u00a0\u00a0${json}\u00a0`],
    ["after other spaces", `\u2003\u3000\u2028\v\f${json}`],
    ["with spaces of Unicode where JSON has none", json.replaceAll(/(?<=")[,:]/g, "$&\u00a0")],
    ["in quotes", JSON.stringify(`\ufeff${json}`)],
  ])("is read as a text %s", (_, text) => {
    for (const decode of [
      () => errorFromHttp({ status: 500, body: text }),
      () => RpcError.from(text),
      () => RpcError.from(new Error(text)),
    ]) {
      expect(decodeQuickly(decode)).toMatchObject(expected);
    }
  });

  it.each([
    ["little endian", true],
    ["big endian", false],
  ])("is read where UTF-16 was taken for something else: %s", (_, littleEndian) => {
    const ascii = json.replaceAll(/[^ -~]/g, "?");
    for (const mark of ["", "\ufeff"]) {
      const bytes = utf16(mark + ascii, littleEndian);
      for (const text of [
        latin1(bytes.subarray(mark.length * 2)),
        new TextDecoder().decode(bytes),
      ]) {
        expect(decodeQuickly(() => errorFromHttp({ status: 500, body: text })).code).toBe(5);
        expect(decodeQuickly(() => RpcError.from(text)).code).toBe(5);
      }
    }
  });

  it("keeps what is valid of UTF-8 that is damaged", () => {
    const bytes = utf8(json);
    bytes[bytes.indexOf(0xd0)] = 0xff;
    const error = decodeQuickly(() => errorFromHttp({ status: 500, body: bytes }));
    expect([error.code, error.message.startsWith("no such book: ")]).toEqual([5, true]);
  });

  it("keeps the code of JSON whose words are in a legacy encoding", () => {
    // "книги нет" in Windows-1251
    const words = [0xea, 0xed, 0xe8, 0xe3, 0xe8, 0x20, 0xed, 0xe5, 0xf2];
    const [before, after] = '{"error":{"code":404,"message":"?","status":"NOT_FOUND"}}'.split("?");
    const body = Uint8Array.from([...utf8(before ?? ""), ...words, ...utf8(after ?? "")]);
    expect(decodeQuickly(() => errorFromHttp({ status: 500, body }))).toMatchObject({ code: 5 });
  });

  it("takes a line that is coloured for a text", () => {
    const line = "\u001b[31mERROR\u001b[0m rpc error: code = NotFound desc = no such book";
    expect(decodeQuickly(() => RpcError.from(line))).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });

  it.each([0, 1, 2, 3])("may have no more than %i bytes", (length) => {
    for (const byte of [0, 0xff, 0xfe, 0x7b]) {
      const body = new Uint8Array(length).fill(byte);
      expect(decodeQuickly(() => errorFromHttp({ status: 503, body })).code).toBe(14);
    }
  });
});

describe("a compressed body that was taken for a text", () => {
  const long = JSON.stringify({
    error: { code: 503, message: "m", status: "UNAVAILABLE", noise: noise(MB) },
  });

  /** Text that does not become much shorter. */
  function noise(length: number): string {
    let state = 1;
    return Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return String.fromCharCode(0x21 + (state % 93));
    }).join("");
  }

  it.each([
    ["gzip", gzipSync(json)],
    ["gzip of a megabyte", gzipSync(long)],
    ["gzip of nothing", gzipSync("")],
    ["brotli", brotliCompressSync(json)],
    ["brotli of a megabyte", brotliCompressSync(long)],
    ["deflate", deflateSync(json)],
    ["a picture", Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ", "base64")],
  ])("leaves the HTTP status, and none of its bytes in the message: %s", (_, bytes) => {
    const forms = [bytes, new TextDecoder().decode(bytes), latin1(bytes)];
    for (const body of forms) {
      const error = decodeQuickly(() => errorFromHttp({ status: 503, body }));
      expect(error.code).toBe(14);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what should not be there
      expect(error.message).toMatch(/^[^\0-\x08\ufffd]*$/);
    }
    expect(decodeQuickly(() => errorFromHttp({ status: 503, body: bytes })).message).toBe(
      "HTTP 503",
    );
    for (const text of forms.slice(1))
      expect(decodeQuickly(() => RpcError.from(text)).code).toBe(2);
  });
});

describe("quotes without their like", () => {
  it.each([
    [
      "a quote that is not escaped",
      '{"error":{"code":404,"message":"no such "book"","status":"NOT_FOUND"}}',
    ],
    ["a quote too many", '{"error":{"code":404,"message":"no such "book","status":"NOT_FOUND"}}'],
    [
      "an apostrophe in Python's quotes",
      "{'error': {'code': 404, 'message': 'the reader's book', 'status': 'NOT_FOUND'}}",
    ],
    ["the last quote missing", '{"error":{"code":404,"status":"NOT_FOUND","message":"no such book'],
    [
      "the last letters missing",
      '{"error":{"code":404,"status":"NOT_FOUND","message":"no such book"',
    ],
    [
      "a backslash at the end",
      '{"error":{"code":404,"status":"NOT_FOUND","message":"no such book\\',
    ],
    [
      "a line break in a string",
      '{"error":{"code":404,"status":"NOT_FOUND","message":"no such\nbook"}}',
    ],
    [
      "curly quotes in a string",
      '{"error":{"code":404,"status":"NOT_FOUND","message":"no such “book"}}',
    ],
  ])("leave the code: %s", (_, text) => {
    for (const decode of [
      () => errorFromHttp({ status: 404, body: text }),
      () => RpcError.from(text),
      () => RpcError.from(`failed: ${text}`),
    ]) {
      const error = decodeQuickly(decode);
      expect([error.code, error.message.includes("book")]).toEqual([5, true]);
    }
  });

  it.each([
    '"',
    "'",
    '\\"',
    "\\'",
    '"\\',
    "'\"",
    "''",
    '" "',
    '","',
    "':'",
    '{"',
    "{'",
    '["',
    '"}',
    "\u201c",
  ])("cost no more for being many: %s", (piece) => {
    for (const opening of ["", "{", '{"a":"', "{'a':'", 'x = {"a": "', "failed: {'a': '"]) {
      const text = opening + piece.repeat(MB / piece.length);
      expect(decodeQuickly(() => errorFromHttp({ status: 503, body: text })).code).toBe(14);
      expect(decodeQuickly(() => RpcError.from(text)).code).toBe(2);
    }
  });
});
