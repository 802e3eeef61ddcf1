import { afterEach, beforeEach, vi } from "vitest";

/**
 * What the examples print, a line a call of `console.log`, each value as JSON. They run as they are loaded,
 * in each test anew, and what `vi.stubEnv` told them is taken back.
 */
export function printedLines(): string[] {
  const lines: string[] = [];

  beforeEach(() => {
    vi.resetModules();
    lines.length = 0;
    vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => {
      lines.push(words.map((word) => JSON.stringify(word) ?? "undefined").join(" "));
    });
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  return lines;
}
