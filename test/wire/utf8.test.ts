import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8, isDamagedUtf8, wellFormed } from "../../src/wire/utf8.js";
import { anyText } from "../fixtures/status-arbitrary.js";

const ascii = fc.uint8Array({ max: 0x7f, maxLength: 300 });
const bytes = fc.oneof(ascii, fc.uint8Array({ maxLength: 300 }));

describe("decodeUtf8", () => {
  it("gives what Buffer gives for any bytes, short or long", () => {
    fc.assert(
      fc.property(bytes, (source) => {
        expect(decodeUtf8(source)).toBe(Buffer.from(source).toString("utf8"));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([127, 128, 129, 130])(
    "decodes %i bytes the same with and without other letters",
    (size) => {
      expect(decodeUtf8(Buffer.from("a".repeat(size)))).toBe("a".repeat(size));
      expect(decodeUtf8(Buffer.from(`${"a".repeat(size - 2)}é`))).toBe(`${"a".repeat(size - 2)}é`);
    },
  );

  it("decodes a part without its neighbours", () => {
    expect(decodeUtf8(Buffer.from("éaбвéé"), 2, 5)).toBe("aб");
  });

  it("keeps a leading U+FEFF, which is text in a protobuf string", () => {
    expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe("\ufeffa");
  });
});

describe("isDamagedUtf8", () => {
  const isDamaged = (source: Uint8Array) =>
    isDamagedUtf8(decodeUtf8(source), source, 0, source.length);

  it("agrees with a fatal TextDecoder on any bytes", () => {
    const fatal = new TextDecoder("utf-8", { fatal: true });
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          anyText.map((text) => Buffer.from(text)),
        ),
        (source) => {
          let valid = true;
          try {
            fatal.decode(source);
          } catch {
            valid = false;
          }
          expect(isDamaged(source)).toBe(!valid);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("does not take a U+FFFD that was sent for damage, unless it stands beside some", () => {
    expect(isDamaged(Buffer.from("a\ufffd"))).toBe(false);
    expect(isDamaged(Buffer.from([0xef, 0xbf, 0xbd, 0xff]))).toBe(true);
  });
});

describe("encodeUtf8", () => {
  it("gives what Buffer gives, lone surrogates as U+FFFD", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(Buffer.compare(encodeUtf8(text), Buffer.from(text, "utf8"))).toBe(0);
      }),
    );
  });
});

describe("wellFormed", () => {
  it("leaves text that encodeURI accepts as it is and makes all other text acceptable", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Buffer replaces each lone surrogate by one U+FFFD.
        expect(wellFormed(text)).toBe(Buffer.from(text, "utf8").toString("utf8"));
        expect(() => encodeURI(wellFormed(text))).not.toThrow();
      }),
      { numRuns: 5000 },
    );
  });

  it("takes a megabyte of lone surrogates in well under a second", () => {
    const start = performance.now();
    expect(wellFormed("\ud800".repeat(500_000))).toBe("\ufffd".repeat(500_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
