import { describe, expect, it } from "vitest";
import { packedBytes } from "../../src/operation/packed-bytes.js";
import { everyTrapThrows, revoked, withThrowingGetter } from "../fixtures/throwing-values.js";

describe("packedBytes", () => {
  it.each<[string, unknown]>([
    ["bytes", Uint8Array.of(8, 1)],
    ["base64", "CAE="],
    ["a list", [8, 1]],
    ["a Buffer in JSON", { type: "Buffer", data: [8, 1] }],
  ])("reads %s", (_, value) => {
    const packed = { typeUrl: "x/y.Z", bytes: Uint8Array.of(8, 1) };
    expect(packedBytes({ typeUrl: "x/y.Z", value })).toEqual(packed);
    expect(packedBytes({ type_url: "x/y.Z", value })).toEqual(packed);
  });

  it.each([{}, { value: undefined }, { value: null }, { value: "" }, { value: [] }])(
    "takes %j for an empty message",
    (members) => {
      const bytes = new Uint8Array(0);
      expect(packedBytes({ type_url: "x/y.Z", ...members })).toEqual({ typeUrl: "x/y.Z", bytes });
    },
  );

  it.each<[string, unknown]>([
    ["a list of no bytes", [1, 256]],
    ["a list that is too long", new Array(5_000_000).fill(0)],
    ["an object", { id: "s1" }],
    ["a proxy that throws", everyTrapThrows([1])],
  ])("says that %s are no bytes", (_, value) => {
    expect(packedBytes({ type_url: "x/y.Z", value })).toEqual({ typeUrl: "x/y.Z" });
  });

  it.each<[string, unknown]>([
    ["ProtoJSON", { "@type": "x/y.Z", value: "CAE=" }],
    ["a type URL that throws", withThrowingGetter("typeUrl", {})],
    ["a revoked proxy", revoked()],
    ["nothing", undefined],
  ])("finds none in %s", (_, payload) => {
    expect(packedBytes(payload)).toBeUndefined();
  });
});
