import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "../../src/wire/base64.js";

const bytesOf = (text: string) => [...decodeBase64(text).bytes];
const isValid = (text: string) => decodeBase64(text).valid;

// RFC 4648, section 10.
const rfcVectors = [
  ["", ""],
  ["f", "Zg=="],
  ["fo", "Zm8="],
  ["foo", "Zm9v"],
  ["foob", "Zm9vYg=="],
  ["fooba", "Zm9vYmE="],
  ["foobar", "Zm9vYmFy"],
] as const;

describe("encodeBase64", () => {
  it.each(rfcVectors)("encodes %j as the RFC's vector without its padding", (plain, encoded) => {
    expect(encodeBase64(Buffer.from(plain))).toBe(encoded.replace(/=+$/, ""));
  });

  it("writes what Buffer writes, less the padding, for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64").replace(/=+$/, ""));
      }),
      { numRuns: 2000 },
    );
  });

  it("encodes a view without the bytes around it", () => {
    expect(encodeBase64(new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4))).toBe("AQID");
  });
});

describe("decodeBase64", () => {
  it.each(rfcVectors)("decodes the RFC's vector of %j, padded and not", (plain, encoded) => {
    expect(bytesOf(encoded)).toEqual([...Buffer.from(plain)]);
    expect(bytesOf(encoded.replace(/=+$/, ""))).toEqual([...Buffer.from(plain)]);
    expect(isValid(encoded)).toBe(true);
    expect(isValid(encoded.replace(/=+$/, ""))).toBe(true);
  });

  it("is the inverse of encodeBase64 for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const { bytes: decoded, valid } = decodeBase64(encodeBase64(bytes));
        expect(valid).toBe(true);
        expect(Buffer.compare(decoded, bytes)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads all that Buffer writes: standard and URL-safe, padded or broken into lines", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const standard = Buffer.from(bytes).toString("base64");
        const lines = standard.replace(/(.{7})/g, "$1\r\n");
        for (const text of [standard, Buffer.from(bytes).toString("base64url"), lines]) {
          expect(decodeBase64(text)).toEqual({ bytes: new Uint8Array(bytes), valid: true });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("reads both alphabets in one text", () => {
    expect(bytesOf("+/-_")).toEqual([0xfb, 0xff, 0xbf]);
    expect(isValid("+/-_")).toBe(true);
  });

  it("skips spaces, tabs and line ends, also between padding", () => {
    expect(decodeBase64(" Z\tg\r=\n= ")).toEqual({ bytes: new Uint8Array([0x66]), valid: true });
  });

  it.each(["Z", "Zm9vY", "Zm9v Y"])(
    "finds %j invalid for its single character left over",
    (text) => {
      expect(isValid(text)).toBe(false);
      expect(bytesOf(text)).toEqual(text.length > 4 ? [0x66, 0x6f, 0x6f] : []);
    },
  );

  it.each([
    "Zm9v!mFy",
    "Zm9v,Zm9v",
    "Zm9v\u0000",
    "Zm9vé",
    "Zm9v\uff21",
    "Zm9v\ud800",
    "Zm9v.",
    "Zm9v%3D",
  ])("keeps what came before the junk in %j", (text) => {
    expect(isValid(text)).toBe(false);
    expect(bytesOf(text)).toEqual([0x66, 0x6f, 0x6f]);
  });

  it("never throws, and gives no more bytes than the text has room for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { bytes } = decodeBase64(text);
        expect(bytes.length).toBeLessThanOrEqual((text.length * 3) / 4);
      }),
      { numRuns: 5000 },
    );
  });

  it("agrees with Buffer on every text without padding that it finds valid", () => {
    const letters = fc.constantFrom(..."AZaz09+/-_ \n".split(""));
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 24 }), (text) => {
        const { bytes, valid } = decodeBase64(text);
        if (valid) expect([...bytes]).toEqual([...Buffer.from(text.replace(/\s/g, ""), "base64")]);
      }),
      { numRuns: 5000 },
    );
  });

  it("decodes a megabyte in well under a second", () => {
    const bytes = Buffer.alloc(1_000_000, "status");
    const start = performance.now();
    const decoded = decodeBase64(encodeBase64(bytes)).bytes;
    expect(performance.now() - start).toBeLessThan(1000);
    expect(Buffer.compare(decoded, bytes)).toBe(0);
  });
});
