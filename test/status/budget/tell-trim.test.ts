import { describe, expect, it, onTestFinished } from "vitest";
import { tellTrim } from "../../../src/status/budget/tell-trim.js";
import type { TrimReport } from "../../../src/status/budget/trim-report.js";

const report: TrimReport = {
  maxBytes: 1,
  bytesBefore: 2,
  bytesAfter: 1,
  dropped: [],
  shortened: [],
  headers: [],
};

describe("tellTrim", () => {
  it("tells once what was left out, and nothing where nothing was", () => {
    const told: TrimReport[] = [];
    tellTrim(report, (one) => told.push(one));
    tellTrim(undefined, (one) => told.push(one));
    expect(told).toEqual([report]);
  });

  it("survives what the listener throws", () => {
    const listener = () => {
      throw new Error("the log is full");
    };
    expect(() => tellTrim(report, listener)).not.toThrow();
  });

  it("survives a listener that rejects, and so does the process", async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    onTestFinished(() => {
      process.off("unhandledRejection", listen);
    });
    tellTrim(report, async () => {
      throw new Error("the log is far away");
    });
    // Node reports a rejection when the promises at hand are done.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });
});
