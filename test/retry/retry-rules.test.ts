import { describe, expect, it } from "vitest";
import { retryTable } from "../../scripts/retry-table.js";
import { findRule } from "../../src/retry/find-rule.js";
import { RETRY_RULES, SOURCES } from "../../src/retry/retry-rules.js";
import { Code } from "../../src/status/code.js";
import { CODES, HINTS, KINDS } from "./advice-cases.js";

const found = Object.keys(KINDS).flatMap((kind) =>
  CODES.flatMap((name) =>
    HINTS.flatMap((hint) =>
      [false, true].flatMap((safe) =>
        [false, true].map((refreshed) =>
          findRule({ kind: kind as never, code: Code[name] as never, hint, safe, refreshed }),
        ),
      ),
    ),
  ),
);

describe("RETRY_RULES", () => {
  it("has a rule for every case, and a case for every rule", () => {
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(RETRY_RULES.map(({ id }) => id)));
  });

  it("names each rule once, and only sources that can be looked up", () => {
    expect(new Set(RETRY_RULES.map(({ id }) => id)).size).toBe(RETRY_RULES.length);
    const named = new Set(RETRY_RULES.map(({ source }) => source));
    expect(
      [...named].filter((name) => name !== "rpc-status" && SOURCES[name] === undefined),
    ).toEqual([]);
    expect(Object.keys(SOURCES).filter((name) => !named.has(name))).toEqual([]);
  });

  it("never repeats a call that may have been done, unless nothing was done or the caller begins anew", () => {
    const unsafe = RETRY_RULES.filter(({ decision, safe }) => decision !== "stop" && safe !== true);
    expect(unsafe.map(({ id }) => id).sort()).toEqual([
      "aborted",
      "not-sent",
      "operation-conflict",
      "unauthenticated",
    ]);
  });
});

describe("retryTable", () => {
  it("shows every rule with its reason and source, and every kind with every code", () => {
    const table = retryTable();
    for (const { reason, source } of RETRY_RULES) {
      expect(table).toContain(`| ${reason} | ${source} |`);
    }
    for (const kind of Object.keys(KINDS)) {
      const section = table.split(`### ${kind}\n`)[1]?.split("\n#")[0] ?? "";
      const codes = section.includes("every code")
        ? CODES
        : CODES.filter((code) => section.includes(code));
      expect(codes).toEqual(CODES);
    }
  });
});
