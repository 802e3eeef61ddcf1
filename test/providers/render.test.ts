import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { badRequest, RpcError } from "../../src/entry/index.js";
import { type Explanation, explain, providers, render } from "../../src/entry/providers.js";
import { RENDER_CASES } from "./render-cases.js";

const ALL_ROWS: readonly Explanation[] = providers.flatMap((provider) =>
  provider.rows.flatMap((row) =>
    row.code === 0
      ? []
      : (["en", "ru"] as const).map((locale) =>
          explain(new RpcError(row.code as 1, "it did not work"), { provider, locale }),
        ),
  ),
);

/** Nothing but words longer than the width may reach over it. */
function expectToFit(text: string, width: number): void {
  for (const line of text.split("\n")) {
    const words = line.trim().split(/\s+/);
    const isOneWord = words.length === 1;
    expect([...line].length <= width || isOneWord, line).toBe(true);
  }
}

describe("render", () => {
  it.each(RENDER_CASES)(
    "shows $file as it stands there",
    async ({ file, explanation, options }) => {
      const text = render(explanation, options);
      await expect(`${text}\n`).toMatchFileSnapshot(`rendered/${file}`);
    },
  );

  it.each(RENDER_CASES)("keeps $file within its width, without trailing spaces", (one) => {
    const text = render(one.explanation, one.options);
    expectToFit(text, one.options?.width ?? 80);
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).not.toMatch(/\n$/);
  });

  it.each([20, 40, 59, 60, 80, 120])("wraps every row of every provider at %i columns", (width) => {
    for (const explanation of ALL_ROWS) {
      const text = render(explanation, { width });
      expectToFit(text, width);
      expect(text).not.toMatch(/[ \t]$/m);
    }
  });

  it("says the same at any width", () => {
    const words = (width: number) =>
      ALL_ROWS.map((explanation) => render(explanation, { width }).split(/\s+/).join(" "));
    expect(words(40)).toEqual(words(Number.POSITIVE_INFINITY));
  });

  it("is coloured only where that is asked for", () => {
    for (const { explanation, options } of RENDER_CASES) {
      const plain = render(explanation, options);
      const coloured = render(explanation, { ...options, colours: true });
      expect(plain).not.toContain("\u001B");
      expect(coloured).toContain("\u001B[1m");
      expect(stripVTControlCharacters(coloured)).toBe(plain);
    }
  });

  it("uses no colour that is lost on a light or a dark background", () => {
    const painted = RENDER_CASES.map((one) => render(one.explanation, { colours: true })).join("");
    const codes = new Set(
      painted
        .split("\u001B[")
        .slice(1)
        .map((rest) => rest.split("m", 1)[0]),
    );
    expect([...codes].sort()).toEqual(["1", "2", "22", "31", "32", "36", "39"]);
  });

  it("lets no control character of a peer reach a terminal", () => {
    const nasty = "\u001B[2J\u0007\r\n\u009B\u202E\u2028x";
    const details = [badRequest([{ field: nasty, description: nasty, reason: nasty }])];
    const error = new RpcError("INVALID_ARGUMENT", nasty, {
      details,
      metadata: { "x-request-id": nasty },
    });
    expect(render(explain(error))).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  });

  it("takes the language of the explanation, or the one that is asked for", () => {
    const russian = explain(new RpcError("ABORTED", "m"), { locale: "ru" });
    expect(render(russian)).toContain("Что делать");
    expect(render(russian, { locale: "en" })).toContain("What to do");
    expect(render(explain(new RpcError("ABORTED", "m")), { locale: "RU-ru" })).toContain(
      "Что делать",
    );
  });

  it("counts what an explanation left out", () => {
    const fields = Array.from({ length: 25 }, (_, at) => ({ field: `f${at}`, description: "d" }));
    const error = new RpcError("INVALID_ARGUMENT", "m", { details: [badRequest(fields)] });
    expect(render(explain(error))).toContain("and 5 more");
    expect(render(explain(error, { locale: "ru" }))).toContain("и ещё 5");
  });

  it("renders what JSON gives back of an explanation", () => {
    for (const { explanation } of RENDER_CASES) {
      const copy = JSON.parse(JSON.stringify(explanation)) as Explanation;
      expect(render(copy)).toBe(render(explanation));
    }
  });

  it("counts columns of wide and of combining characters", () => {
    const message = "データ ".repeat(12).trim();
    const text = render(explain(new RpcError("ABORTED", message)), { width: 20 });
    const lines = text.split("\n").filter((line) => line.includes("データ"));
    // Six columns a word: three words and two spaces are 20, four would be 27.
    expect(lines).toEqual(Array.from({ length: 4 }, () => "データ データ データ"));
    const accents = render(
      explain(new RpcError("ABORTED", "e\u0301e\u0301e\u0301e\u0301e\u0301 ".repeat(3))),
      { width: 20 },
    );
    expect(accents).toContain(
      "e\u0301e\u0301e\u0301e\u0301e\u0301 e\u0301e\u0301e\u0301e\u0301e\u0301 e\u0301",
    );
  });

  it.each<[string, object]>([
    ["width", { width: 19 }],
    ["width", { width: Number.NaN }],
    ["width", { width: "80" }],
    ["colours", { colours: "always" }],
    ["locale", { locale: 7 }],
  ])("throws a TypeError that names a wrong %s", (name, options) => {
    const explanation = explain(new RpcError("ABORTED", "m"));
    expect(() => render(explanation, options)).toThrow(TypeError);
    expect(() => render(explanation, options)).toThrow(name);
  });
});
