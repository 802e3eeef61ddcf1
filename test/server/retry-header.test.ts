import { create } from "@bufbuild/protobuf";
import { type Duration, DurationSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { type DetailInput, RetryInfoSchema, RpcError, retryInfo } from "../../src/entry/index.js";
import {
  addedRetryHeader,
  type RetryHeader,
  retryHeaderValue,
} from "../../src/server/retry-header.js";

const NAMES = ["grpc-retry-pushback-ms", "retry-after"] as const;

const errorWith = (...details: DetailInput[]) => new RpcError("UNAVAILABLE", "busy", { details });

/** The value of either header, in this order. */
const valuesOf = (...details: DetailInput[]) =>
  NAMES.map((name) => retryHeaderValue(errorWith(...details), name));

/** A `RetryInfo` whose delay has members that no builder lets through. */
function tampered(delay: Record<string, unknown>) {
  const info = retryInfo(1);
  Object.assign(info.retryDelay as Duration, delay);
  return info;
}

describe("retryHeaderValue", () => {
  it.each([
    [0, "0", "0"],
    [0.000_001, "1", "1"],
    [300, "300", "1"],
    [300.2, "301", "1"],
    [1_000, "1000", "1"],
    [1_000.5, "1001", "2"],
    [2_147_483_647, "2147483647", "2147484"],
    [2_147_483_648, "2147483647", "2147484"],
    [315_576_000_000_000, "2147483647", "315576000000"],
  ])(
    "rounds a delay of %d ms up, and caps what clients read as an int32",
    (ms, pushback, after) => {
      expect(valuesOf(retryInfo(ms))).toEqual([pushback, after]);
    },
  );

  it("takes a negative delay for none", () => {
    expect(valuesOf(retryInfo(create(DurationSchema, { seconds: -5n })))).toEqual(["0", "0"]);
    expect(valuesOf(retryInfo(create(DurationSchema, { nanos: -1 })))).toEqual(["0", "0"]);
  });

  it("writes digits for the longest delay that bytes can hold", () => {
    const longest = retryInfo(create(DurationSchema, { seconds: 2n ** 63n - 1n }));
    for (const value of valuesOf(longest)) expect(value).toMatch(/^\d+$/);
  });

  it("goes by the first RetryInfo that says a delay", () => {
    const silent = create(RetryInfoSchema);
    expect(valuesOf(silent, retryInfo(700), retryInfo(100))).toEqual(["700", "1"]);
    expect(valuesOf(silent)).toEqual([undefined, undefined]);
    expect(valuesOf()).toEqual([undefined, undefined]);
  });

  it.each([
    ["seconds that are no number", tampered({ seconds: "soon" })],
    ["seconds that throw", tampered({ seconds: { valueOf: throwIt } })],
    ["half a nanosecond", tampered({ nanos: 0.5 })],
    ["nanoseconds that are no number", tampered({ nanos: Number.NaN })],
    [
      "bytes that are cut off",
      { typeUrl: "type.googleapis.com/google.rpc.RetryInfo", value: new Uint8Array([10, 9, 8]) },
    ],
  ])("says nothing of a RetryInfo with %s, and passes on to the next", (_, broken) => {
    expect(valuesOf(broken)).toEqual([undefined, undefined]);
    expect(valuesOf(broken, retryInfo(700))).toEqual(["700", "1"]);
  });
});

describe("addedRetryHeader", () => {
  const policy = { retryHeaders: true };
  const added = (name: RetryHeader, own: unknown[], asked: object = policy) =>
    addedRetryHeader(errorWith(retryInfo(700)), { name, policy: asked, own });

  it("gives the header that is asked for, where the policy wants it", () => {
    expect(added("grpc-retry-pushback-ms", [])).toEqual([["grpc-retry-pushback-ms", "700"]]);
    expect(added("retry-after", [])).toEqual([["retry-after", "1"]]);
    for (const asked of [{}, { retryHeaders: false }, { retryHeaders: undefined }])
      expect(added("retry-after", [], asked)).toEqual([]);
  });

  it("leaves the word to a header of the same name, wherever that stands", () => {
    const own = { "Grpc-Retry-Pushback-Ms": "-1" };
    expect(added("grpc-retry-pushback-ms", [own])).toEqual([]);
    expect(
      added("grpc-retry-pushback-ms", [undefined, null, new Map(Object.entries(own))]),
    ).toEqual([]);
    expect(added("retry-after", [own])).toEqual([["retry-after", "1"]]);
  });

  it("survives headers that throw", () => {
    const hostile = new Proxy({}, { get: throwIt, ownKeys: throwIt, has: throwIt });
    expect(added("retry-after", [hostile])).toEqual([["retry-after", "1"]]);
  });

  it("gives nothing for an error that says no delay", () => {
    const init = { name: "retry-after", policy, own: [] } as const;
    expect(addedRetryHeader(errorWith(), init)).toEqual([]);
  });
});

function throwIt(): never {
  throw new Error("a member that throws");
}
