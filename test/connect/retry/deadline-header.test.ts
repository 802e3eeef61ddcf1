import { describe, expect, it } from "vitest";
import { readDeadline, writeDeadline } from "../../../src/connect/retry/deadline-header.js";

const TYPES = {
  "connect-timeout-ms": "application/connect+proto",
  "grpc-timeout": "application/grpc-web+json",
};

function headers(name: keyof typeof TYPES, value?: string): Headers {
  const given = new Headers({ "content-type": TYPES[name] });
  if (value !== undefined) given.set(name, value);
  return given;
}

describe("readDeadline", () => {
  it.each([
    ["connect-timeout-ms", "1500", 1_500],
    ["connect-timeout-ms", "0.25", 0.25],
    ["connect-timeout-ms", "9999999999", 9_999_999_999],
    ["grpc-timeout", "1500m", 1_500],
    ["grpc-timeout", "2.5m", 2.5],
    ["grpc-timeout", "123456789012m", 123_456_789_012],
    ["grpc-timeout", "3S", 3_000],
    ["grpc-timeout", "4M", 240_000],
    ["grpc-timeout", "1H", 3_600_000],
    ["grpc-timeout", "500u", 0.5],
    ["grpc-timeout", "2000000n", 2],
  ] as const)("reads %s: %s", (name, value, timeoutMs) => {
    expect(readDeadline(headers(name, value))).toEqual({ name, timeoutMs });
  });

  it.each([
    ["connect-timeout-ms", undefined],
    ["connect-timeout-ms", ""],
    ["connect-timeout-ms", "-1"],
    ["connect-timeout-ms", "1e3"],
    ["connect-timeout-ms", "5s"],
    ["connect-timeout-ms", "9".repeat(10_000)],
    ["grpc-timeout", "5"],
    ["grpc-timeout", "5h"],
    ["grpc-timeout", "5mm"],
    ["grpc-timeout", "0x5m"],
    ["grpc-timeout", "constructor"],
  ] as const)("takes %s: %s for none", (name, value) => {
    expect(readDeadline(headers(name, value))).toEqual({ name, timeoutMs: undefined });
  });

  it("reads the header of the call's own protocol alone", () => {
    const both = headers("grpc-timeout", "5m");
    both.set("connect-timeout-ms", "7");
    expect(readDeadline(both).timeoutMs).toBe(5);
    both.set("content-type", "application/json");
    expect(readDeadline(both).timeoutMs).toBe(7);
    both.delete("content-type");
    expect(readDeadline(both).timeoutMs).toBe(7);
  });
});

describe("writeDeadline", () => {
  it.each([
    ["connect-timeout-ms", 1_500, "1500"],
    ["connect-timeout-ms", 0.2, "1"],
    ["connect-timeout-ms", -5, "1"],
    ["connect-timeout-ms", 1e12, "9999999999"],
    ["grpc-timeout", 1_500.5, "1501m"],
    ["grpc-timeout", 99_999_999, "99999999m"],
    ["grpc-timeout", 100_000_000, "100000S"],
    ["grpc-timeout", 1e15, "99999999S"],
  ] as const)("writes %s of %d ms as the protocol allows it", (name, timeoutMs, value) => {
    const header = headers(name);
    writeDeadline(header, readDeadline(header), timeoutMs);
    expect(header.get(name)).toBe(value);
  });
});
