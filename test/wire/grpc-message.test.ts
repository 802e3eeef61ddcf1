import type { IncomingHttpHeaders } from "node:http2";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeGrpcMessage, encodeGrpcMessage } from "../../src/wire/grpc-message.js";
import { trailersOverHttp2 } from "../fixtures/http2-answer.js";
import { anyText, protobufText } from "../fixtures/status-arbitrary.js";

/** PROTOCOL-HTTP2.md, word for word: bytes outside 0x20 to 0x7E, and `%`, are escaped. */
function encodeAsSpecified(message: string): string {
  return Array.from(Buffer.from(message, "utf8"), (byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x25
      ? `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
      : String.fromCharCode(byte),
  ).join("");
}

/** PROTOCOL-HTTP2.md: valid escapes become bytes, invalid ones stay. */
function decodeAsSpecified(text: string): string {
  const bytes: number[] = [];
  const source = Buffer.from(text, "utf8").toString("latin1");
  for (let i = 0; i < source.length; i++) {
    const found = /^%[0-9a-fA-F]{2}/.exec(source.slice(i, i + 3));
    bytes.push(
      found === null ? source.charCodeAt(i) : Number.parseInt(source.slice(i + 1, i + 3), 16),
    );
    if (found !== null) i += 2;
  }
  return Buffer.from(bytes).toString("utf8");
}

describe("encodeGrpcMessage", () => {
  it.each([
    ["book 42 does not exist", "book 42 does not exist"],
    ["100%", "100%25"],
    ["a\tb\r\nc", "a%09b%0D%0Ac"],
    ["~\u007f", "~%7F"],
    ["é", "%C3%A9"],
    ["книга", "%D0%BA%D0%BD%D0%B8%D0%B3%D0%B0"],
    ["\u{1f4da}", "%F0%9F%93%9A"],
    ["\u0000", "%00"],
    ["/:#?&=+,;@$'\"<>", "/:#?&=+,;@$'\"<>"],
  ])("encodes %j as %j", (message, encoded) => {
    expect(encodeGrpcMessage(message)).toBe(encoded);
  });

  it.each(["\ud800", "a\udc00b", "\udc00\ud800", "\ud83d\ud83d\ude00"])(
    "replaces the lone surrogates in %j, which make encodeURI throw",
    (message) => {
      expect(() => encodeURI(message)).toThrow(URIError);
      expect(encodeGrpcMessage(message)).toBe(encodeAsSpecified(message));
      expect(encodeGrpcMessage(message)).toContain("%EF%BF%BD");
    },
  );

  it("follows the specification for every string", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, protobufText), (message) => {
        // The specification lets any byte be escaped, so a space may be written either way.
        expect(encodeGrpcMessage(message).replaceAll("%20", " ")).toBe(encodeAsSpecified(message));
      }),
      { numRuns: 5000 },
    );
  });

  it("follows the specification for every character there is", () => {
    for (let block = 0; block < 0x110000; block += 0x1000) {
      const text = String.fromCodePoint(...Array.from({ length: 0x1000 }, (_, i) => block + i));
      const encoded = encodeGrpcMessage(text).replaceAll("%20", " ");
      expect(encoded === encodeAsSpecified(text), `block ${block}`).toBe(true);
    }
  });

  // RFC 9113, 8.2.1: a field value must not begin or end with white space. nghttp2 drops such a field.
  it.each([" leading", "trailing ", "  both  ", " ", "   "])(
    "writes %j so that it arrives over HTTP/2",
    async (message) => {
      const trailers = await trailersOverHttp2({
        "grpc-status": "5",
        "grpc-message": encodeGrpcMessage(message),
      });
      expect(trailers).toMatchObject({ "grpc-status": "5", "grpc-message": expect.any(String) });
      expect(decodeGrpcMessage(String((trailers as IncomingHttpHeaders)["grpc-message"]))).toBe(
        message,
      );
    },
  );

  it("writes text that keeps its spaces in fetch's Headers", () => {
    const headers = new Headers({ "grpc-message": encodeGrpcMessage(" padded ") });
    expect(decodeGrpcMessage(headers.get("grpc-message") ?? "")).toBe(" padded ");
  });

  it("writes nothing but printable ASCII, what a header may hold", () => {
    fc.assert(
      fc.property(anyText, (message) => {
        expect(encodeGrpcMessage(message)).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("decodeGrpcMessage", () => {
  it("is the inverse of encodeGrpcMessage for every well-formed string", () => {
    fc.assert(
      fc.property(protobufText, (message) => {
        expect(decodeGrpcMessage(encodeGrpcMessage(message))).toBe(message);
      }),
      { numRuns: 5000 },
    );
  });

  it("decodes what encodeURI and encodeURIComponent write, as grpc-js and Connect do", () => {
    fc.assert(
      fc.property(protobufText, (message) => {
        expect(decodeGrpcMessage(encodeURI(message))).toBe(message);
        expect(decodeGrpcMessage(encodeURIComponent(message))).toBe(message);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["%2F%3A%23%3F%26%3D%2B%2C%3B%40%24", "/:#?&=+,;@$"],
    ["%d0%9A", "К"],
    ["%zz", "%zz"],
    ["%", "%"],
    ["100%", "100%"],
    ["%4", "%4"],
    ["%%41", "%A"],
    ["%4%41", "%4A"],
    ["%G0%41", "%G0A"],
    ["%2", "%2"],
    ["%25zz", "%zz"],
    ["%2541", "%41"],
    ["%@0%`0%/0%:0", "%@0%`0%/0%:0"],
    ["%FF", "\ufffd"],
    ["a%C3", "a\ufffd"],
    ["%ED%A0%80", "\ufffd\ufffd\ufffd"],
    ["%EF%BB%BFx", "\ufeffx"],
    ["é", "é"],
    ["é%C3%A9", "éé"],
    ["+", "+"],
  ])("reads %j as %j", (text, message) => {
    expect(decodeGrpcMessage(text)).toBe(message);
  });

  it("never throws, and follows the specification for every text of bytes", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Without an escape there is nothing to decode, so even a lone surrogate passes.
        const expected = text.includes("%") ? decodeAsSpecified(text) : text;
        expect(decodeGrpcMessage(text)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it("decodes a megabyte of escapes in well under a second", () => {
    const start = performance.now();
    expect(decodeGrpcMessage("%D0%BA".repeat(170_000)).length).toBe(170_000);
    expect(decodeGrpcMessage("%".repeat(1_000_000)).length).toBe(1_000_000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
