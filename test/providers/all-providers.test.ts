import { describe, expect, it } from "vitest";
import { providers } from "../../src/providers/all-providers.js";
import { FACTS } from "./facts.js";

describe("providers", () => {
  it("has those whose tables are documented here, and each id once", () => {
    const ids = providers.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(FACTS)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has no host after one that stands for it too", () => {
    const hosts = providers.flatMap((provider, at) => provider.hosts.map((host) => ({ host, at })));
    for (const { host, at } of hosts) {
      const wider = hosts.filter((other) => other.at < at && other.host.startsWith("."));
      for (const other of wider) expect(host.endsWith(other.host), host).toBe(false);
    }
    expect(new Set(hosts.map(({ host }) => host)).size).toBe(hosts.length);
  });
});
