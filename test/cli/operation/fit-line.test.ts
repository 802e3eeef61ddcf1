import { describe, expect, it } from "vitest";
import { fitLine } from "../../../src/cli/operation/fit-line.js";

describe("fitLine", () => {
  it.each([
    ["running", 7, "running"],
    ["running", 6, "runni…"],
    ["running", 1, "…"],
    ["", 5, ""],
    ["测试测试", 8, "测试测试"],
    ["测试测试", 7, "测试测…"],
    ["测试测试", 6, "测试…"],
    ["🎉🎉", 4, "🎉🎉"],
    ["🎉🎉🎉", 4, "🎉…"],
  ])("fits %j into %d columns", (text, columns, line) => {
    expect(fitLine(text, columns)).toBe(line);
  });

  it("counts marks that take no room, so that no line seems longer than it is", () => {
    const marked = "e\u0301".repeat(10);
    expect(fitLine(marked, 20)).toBe(marked);
    expect(fitLine(marked, 12).length).toBeLessThanOrEqual(12);
  });
});
