import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_NUMBERS, readBytes } from "../../src/wire/read-bytes.js";
import { boom, everyTrapThrows, revoked } from "../fixtures/throwing-values.js";

const plain = new Uint8Array([8, 0, 255]);

describe("readBytes", () => {
  it.each<[string, unknown]>([
    ["bytes", plain],
    ["a Buffer", Buffer.from(plain)],
    ["a view of a part", new DataView(Uint8Array.of(1, 8, 0, 255, 1).buffer, 1, 3)],
    ["bytes of another realm", runInNewContext("new Uint8Array([8, 0, 255])")],
    ["base64", "CAD/"],
    ["base64 for URLs", "CAD_"],
    ["a list", [8, 0, 255]],
    ["a list of another realm", runInNewContext("[8, 0, 255]")],
    ["a list whose zero is negative", [8, -0, 255]],
    ["a Buffer as JSON has it", JSON.parse(JSON.stringify(Buffer.from(plain)))],
  ])("reads %s", (_, value) => {
    const bytes = readBytes(value);
    expect(bytes?.constructor).toBe(Uint8Array);
    expect([...(bytes ?? [])]).toEqual([8, 0, 255]);
  });

  it.each<[string, unknown]>([
    ["bytes", new Uint8Array(0)],
    ["text", ""],
    ["a list", []],
    ["a Buffer", { type: "Buffer", data: [] }],
  ])("reads none where %s are empty", (_, value) => {
    expect(readBytes(value)).toEqual(new Uint8Array(0));
  });

  it("reads the same bytes out of every form that they have", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        for (const form of [[...bytes], buffer.toString("base64"), buffer.toJSON()])
          expect(readBytes(form)).toEqual(bytes);
      }),
    );
  });

  it("copies no bytes", () => {
    const large = new Uint8Array(10).subarray(2, 5);
    expect(readBytes(large)).toMatchObject({ buffer: large.buffer, byteOffset: 2, byteLength: 3 });
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a number", 8],
    ["a bigint", 8n],
    ["text that is no base64", "!!"],
    ["an object", { id: "s1" }],
    ["what only looks like a list", { length: 3, 0: 8, 1: 0, 2: 255 }],
    ["an object with data of another kind", { type: "Shelf", data: [8] }],
    ["a Buffer whose data is text", { type: "Buffer", data: "CAD/" }],
    ["a Buffer that only looks like one", { type: "Buffer", data: { length: 4e9 } }],
    ["a list with a number too high", [8, 256]],
    ["a list with a negative number", [-1]],
    ["a list with a fraction", [1.5]],
    ["a list with NaN", [Number.NaN]],
    ["a list of texts", ["8"]],
    ["a list of bigints", [8n]],
    ["a list of symbols", [Symbol("8")]],
    ["a list of lists", [[8]]],
    ["a list of truths", [true]],
    ["a list with nulls", [null]],
    ["a list with a hole", Object.assign(new Array(3), { 0: 8, 2: 255 })],
    ["a list of holes alone", new Array(5)],
    ["the longest list there is", new Array(2 ** 32 - 1)],
    ["a list of what throws when it becomes a number", [{ valueOf: boom }]],
    ["a list whose entry throws", Object.defineProperty([], 0, { get: boom })],
    ["a proxy that throws", everyTrapThrows()],
    ["a proxy of a list that throws", everyTrapThrows([8])],
    ["a revoked proxy", revoked()],
    ["a revoked proxy of a list", revoked([8])],
    ["a Buffer of a revoked list", { type: "Buffer", data: revoked([8]) }],
    ["a detached view", detached()],
  ])("finds no bytes in %s, and does not throw", (_, value) => {
    expect(readBytes(value)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["no number", Number.NaN],
    ["negative", -1],
    ["endless", Number.POSITIVE_INFINITY],
    ["beyond what is read", 4e9],
    ["a list", { length: 4e9, valueOf: () => 2 ** 40 }],
    ["a symbol", Symbol("length")],
  ])("is not misled by a list whose length is %s", (_, length) => {
    const list = new Proxy([], { get: (_list, name) => (name === "length" ? length : 8) });
    expect(readBytes(list)).toBeUndefined();
  });

  it("takes each entry once, so that none can change after it was checked", () => {
    let reads = 0;
    const list = Object.defineProperty([], 0, { get: () => (reads++ === 0 ? 8 : 999) });
    expect(readBytes(list)).toEqual(Uint8Array.of(8));
  });

  it("does not ask a list for its iterator", () => {
    const endless = Object.assign([8], {
      *[Symbol.iterator]() {
        for (;;) yield 8;
      },
    });
    expect(readBytes(endless)).toEqual(Uint8Array.of(8));
  });

  it("reads lists as long as gRPC's messages, and no longer", () => {
    const longest = new Array(MAX_NUMBERS).fill(7);
    expect(readBytes(longest)).toHaveLength(MAX_NUMBERS);
    longest.push(7);
    expect(readBytes(longest)).toBeUndefined();
    expect(readBytes({ type: "Buffer", data: longest })).toBeUndefined();
  });

  it("reads no more of lists than their budget has left; a list that was too long takes none", () => {
    const budget = { left: 5 };
    expect(readBytes([1, 2, 3], budget)).toHaveLength(3);
    expect(readBytes([1, 2, 3], budget)).toBeUndefined();
    expect(readBytes({ type: "Buffer", data: [1] }, budget)).toHaveLength(1);
    expect(readBytes([1], budget)).toHaveLength(1);
    expect(readBytes([1], budget)).toBeUndefined();
  });

  it("takes no budget for bytes and base64", () => {
    const budget = { left: 0 };
    expect(readBytes(plain, budget)).toEqual(plain);
    expect(readBytes("CAD/", budget)).toEqual(plain);
    expect(readBytes([], budget)).toEqual(new Uint8Array(0));
  });
});

function detached(): DataView {
  const view = new DataView(new ArrayBuffer(3));
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
  return view;
}
