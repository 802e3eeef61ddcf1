import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { readPushback } from "../../../src/retry/hints/pushback.js";
import { serviceErrorFrom } from "../../fixtures/real-service-error.js";

const NAME = "grpc-retry-pushback-ms";
const withPushback = (value: unknown) =>
  new RpcError("UNAVAILABLE", "m", { metadata: { [NAME]: value } });

describe("readPushback", () => {
  it.each([
    ["0", 0],
    ["500", 500],
    ["2147483647", 2_147_483_647],
    [["300", "-1"], 300],
    // As `Headers` joins them.
    ["300, 500", 300],
    ["300,-1", 300],
  ])("reads %j", (value, delayMs) => {
    expect(readPushback(withPushback(value))).toEqual({ delayMs });
  });

  it.each([
    "-1",
    "abc",
    "",
    "300xyz",
    "99999999999",
    "2147483648",
    "1.5",
    "1e3",
    "0x10",
    "-1, 300",
  ])("takes %j for a refusal", (value) => {
    expect(readPushback(withPushback(value))).toBe("refused");
  });

  it("finds none where there is none", () => {
    expect(readPushback(new RpcError("UNAVAILABLE", "m"))).toBeUndefined();
  });

  it("reads what a real server sends, the first of two values that were joined on the way", async () => {
    const answer = (...values: string[]) =>
      serviceErrorFrom((_call, callback) => {
        const metadata = new Metadata();
        for (const value of values) metadata.add(NAME, value);
        callback({ code: 14, details: "down", metadata });
      });
    expect(readPushback(RpcError.from(await answer("250")))).toEqual({ delayMs: 250 });
    expect(readPushback(RpcError.from(await answer("250", "500")))).toEqual({ delayMs: 250 });
  });
});
