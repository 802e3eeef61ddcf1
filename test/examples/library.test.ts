import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const blocksOf = (path: string) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const blocks = text.matchAll(/^((?:message|service) \w+) \{\n([\s\S]*?)^\}/gm);
  return new Map([...blocks].map(([, name, body = ""]) => [name, linesOf(body)]));
};
const linesOf = (body: string) =>
  body.split("\n").filter((line) => line !== "" && !line.includes("//"));

describe("examples/library", () => {
  it("has a part of the project's own service, line by line", () => {
    const whole = blocksOf("proto/example/library/v1/library.proto");
    const part = blocksOf("examples/library/library.proto");
    expect(part.size).toBe(8);
    for (const [name, lines] of part) {
      expect(whole.get(name), name).toEqual(expect.arrayContaining(lines));
    }
  });
});
