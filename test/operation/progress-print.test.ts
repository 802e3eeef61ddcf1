import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { CreateShelfMetadataSchema } from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { operationSnapshot } from "../../src/entry/operation.js";
import { progressPrint } from "../../src/operation/progress-print.js";

const printOf = (operation: object) =>
  progressPrint(operationSnapshot({ id: "op1", done: false, ...operation }));
const same = (one: object, other: object) => printOf(one) === printOf(other);

const message = (shelfId: string, seconds: bigint) =>
  operationSnapshot(
    create(OperationSchema, {
      id: "op1",
      modifiedAt: { seconds },
      metadata: anyPack(CreateShelfMetadataSchema, create(CreateShelfMetadataSchema, { shelfId })),
    }),
  );

describe("progressPrint", () => {
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
    expect(progressPrint(message("s1", 1n))).toBe(progressPrint(message("s1", 2n)));
    expect(progressPrint(message("s1", 1n))).not.toBe(progressPrint(message("s2", 1n)));
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
    ["where a text ends", { a: "xy", b: "z" }, { a: "x", b: "yz" }],
    ["what is nested from what stands beside it", { a: { b: 1 } }, { a: {}, b: 1 }],
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

  it("tells a hundred thousand counts apart", () => {
    const prints = new Set<number>();
    for (let done = 0; done < 100_000; done++) prints.add(printOf({ metadata: { done } }));
    expect(prints.size).toBe(100_000);
  });

  it.each<[string, () => object]>([
    [
      "a cycle",
      () =>
        Object.assign(Object.create(null), {
          get self() {
            return this;
          },
        }),
    ],
    [
      "a million members",
      () => Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [i, i])),
    ],
    ["a list of a million", () => new Array(1_000_000).fill(0)],
  ])("takes %s for changed, and looks no further", (_, metadata) => {
    expect(printOf({ metadata: metadata() })).toBeNaN();
  });
});
