import { describe, expect, it } from "vitest";
import { anyMembers } from "../../src/wire/any-members.js";
import { everyTrapThrows, revoked, withThrowingGetter } from "../fixtures/throwing-values.js";

describe("anyMembers", () => {
  it.each<[string, object]>([
    ["protobuf-es and ts-proto", { typeUrl: "x/y.Z", value: "CAE=" }],
    ["protobufjs", { type_url: "x/y.Z", value: "CAE=" }],
  ])("reads the names of %s", (_, any) => {
    expect(anyMembers(any)).toEqual({ typeUrl: "x/y.Z", value: "CAE=" });
  });

  it("leaves the value as it is, and out where it is", () => {
    const value = [8, 1];
    expect(anyMembers({ typeUrl: "x/y.Z", value })?.value).toBe(value);
    expect(anyMembers({ typeUrl: "x/y.Z" })).toEqual({ typeUrl: "x/y.Z", value: undefined });
    expect(anyMembers(withThrowingGetter("value", { typeUrl: "x/y.Z" }))).toEqual({
      typeUrl: "x/y.Z",
      value: undefined,
    });
  });

  it.each<[string, unknown]>([
    ["ProtoJSON", { "@type": "x/y.Z", value: "CAE=" }],
    ["a type URL that is no text", { typeUrl: 5, value: "CAE=" }],
    ["a type URL that throws", withThrowingGetter("typeUrl", {})],
    ["a proxy that throws", everyTrapThrows()],
    ["a revoked proxy", revoked()],
    ["text", "x/y.Z"],
    ["nothing", undefined],
  ])("does not take %s for one", (_, value) => {
    expect(anyMembers(value)).toBeUndefined();
  });
});
