import { validateHeaderName, validateHeaderValue } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLegalHeader } from "../../src/http/legal-header.js";
import { anyText } from "../fixtures/status-arbitrary.js";

const codeUnits = fc
  .array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 })
  .map((units) => String.fromCharCode(...units));
const text = fc.oneof(
  codeUnits,
  anyText,
  fc.constantFrom("", "a", "x-a_b", "a b", "a:b", "a\r\nb"),
);

describe("isLegalHeader", () => {
  it("refuses what Node would throw for", () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        expect(isLegalHeader(name, value)).toBe(
          survives(() => validateHeaderName(name)) &&
            survives(() => validateHeaderValue("x", value)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("lets nothing through that Response would throw for", () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        fc.pre(isLegalHeader(name, value));
        expect(new Response(null, { headers: { [name]: value } }).headers.has(name)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

function survives(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
