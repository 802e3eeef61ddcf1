import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serveJson, stop } from "../examples/local-server.js";

const page = readFileSync(new URL("../../docs/explain.md", import.meta.url), "utf8");
const [, sample] = /```text\n([\s\S]*?)\n```/.exec(page) ?? [];

describe("docs/explain.md", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it("shows the explanation that its example prints of a suspended account", async () => {
    const error = { object: "error", type: "error", message: "Account is suspended" };
    const server = await serveJson(412, { error });
    try {
      vi.stubEnv("FIREWORKS_URL", server.url);
      vi.stubEnv("FIREWORKS_API_KEY", "fw-of-a-test");
      vi.resetModules();
      const printed: unknown[] = [];
      vi.spyOn(console, "log").mockImplementation((...words) => void printed.push(words.at(-1)));
      const { complete } = await import("../../examples/llm-client/explain.js");
      await expect(complete("hello")).rejects.toMatchObject({ httpStatus: 412 });
      expect(printed.at(-1)).toBe(sample);
    } finally {
      stop(server);
    }
  });
});
