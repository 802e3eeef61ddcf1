import { describe, expect, it } from "vitest";
import { definePolicy } from "../../src/entry/server.js";

describe("definePolicy", () => {
  it("gives the policy back, which nobody can change any more", () => {
    const policy = { domain: "library.example" };
    expect(definePolicy(policy)).toBe(policy);
    expect(Object.isFrozen(policy)).toBe(true);
  });

  it("refuses a policy that is none at once", () => {
    expect(() => definePolicy({ domian: "library.example" } as object)).toThrow(
      new TypeError("the policy has no member domian"),
    );
    expect(() => definePolicy({ debug: Object.create(null) })).toThrow(
      new TypeError("debug must be true or false, not another object"),
    );
  });
});
