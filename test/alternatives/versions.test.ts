import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/alternatives.md", root), "utf8");

/** What the page says was measured: a package and its version, each row of its first table. */
const measured = [...page.matchAll(/^\| `(@?[\w/-]+)` \| ([\d.]+) \|/gm)].map(
  ([, name = "", version]) => [name, version] as const,
);

describe("the versions of docs/alternatives.md", () => {
  it("are of more than a few packages", () => {
    expect(measured.length).toBeGreaterThan(7);
  });

  it.each(measured)("are those that the tests run with: %s", (name, version) => {
    const manifest = readFileSync(new URL(`node_modules/${name}/package.json`, root), "utf8");
    expect(JSON.parse(manifest).version).toBe(version);
  });
});
