import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { CreateShelfMetadataSchema } from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { operationSnapshot } from "../../src/entry/operation.js";
import { sameProgress } from "../../src/operation/same-progress.js";

const same = (one: object, other: object) =>
  sameProgress(
    operationSnapshot({ id: "op1", done: false, ...one }),
    operationSnapshot({ id: "op1", done: false, ...other }),
  );

const message = (shelfId: string, seconds: bigint) =>
  operationSnapshot(
    create(OperationSchema, {
      id: "op1",
      modifiedAt: { seconds },
      metadata: anyPack(CreateShelfMetadataSchema, create(CreateShelfMetadataSchema, { shelfId })),
    }),
  );

describe("sameProgress", () => {
  it.each<[string, () => unknown]>([
    [
      "the order of members",
      () => [
        { a: 1, b: [2, { c: 3n }] },
        { b: [2, { c: 3n }], a: 1 },
      ],
    ],
    [
      "whose bytes they are",
      () => [{ b: Buffer.from("ab") }, { b: new TextEncoder().encode("ab") }],
    ],
    ["which Date says it", () => [{ at: new Date(5) }, { at: new Date(5) }]],
  ])("does not mind %s", (_, pair) => {
    const [one, other] = pair() as [object, object];
    expect(same({ metadata: one }, { metadata: other })).toBe(true);
  });

  it("does not mind when a message was modified, if nothing else changed", () => {
    expect(sameProgress(message("s1", 1n), message("s1", 2n))).toBe(true);
    expect(sameProgress(message("s1", 1n), message("s2", 1n))).toBe(false);
  });

  it.each<[string, unknown, unknown]>([
    ["a number", { n: 1 }, { n: 2 }],
    ["a member more", { n: 1 }, { n: 1, m: 1 }],
    ["another member", { n: undefined }, { m: undefined }],
    ["bytes", { b: Uint8Array.of(1) }, { b: Uint8Array.of(2) }],
    ["bytes for a list", { b: Uint8Array.of(1) }, { b: [1] }],
    ["a list for an object", { b: [1] }, { b: { 0: 1 } }],
    ["a date", { at: new Date(5) }, { at: new Date(6_000) }],
    ["a date by less than a second", { at: new Date(5) }, { at: new Date(6) }],
    ["metadata where there was none", undefined, {}],
  ])("tells %s apart", (_, one, other) => {
    expect(same({ metadata: one }, { metadata: other })).toBe(false);
  });

  it("tells errors apart, and states", () => {
    const error = { code: 8, message: "quota" };
    expect(same({ error }, { error: { ...error } })).toBe(true);
    expect(same({ error }, { error: { ...error, message: "quota of shelves" } })).toBe(false);
    expect(same({ error }, { error, done: true })).toBe(false);
  });

  it("takes what it cannot compare for changed", () => {
    const hostile = () =>
      Object.defineProperty({}, "a", {
        enumerable: true,
        get: () => {
          throw new Error("boom");
        },
      });
    expect(same({ metadata: hostile() }, { metadata: hostile() })).toBe(false);
  });
});
