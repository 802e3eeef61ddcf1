import { afterEach, describe, expect, it } from "vitest";
import { newRequestId, wellFormedRequestId } from "../../src/server/request-id.js";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe("wellFormedRequestId", () => {
  it.each(["a", "9b2d-import-17", "Root=1-67891233-abc/x+y@z:0._", "x".repeat(128)])(
    "gives %s as it is",
    (id) => {
      expect(wellFormedRequestId(id)).toBe(id);
    },
  );

  it.each([
    ["an empty text", ""],
    ["129 characters", "x".repeat(129)],
    ["a blank", "a b"],
    ["a line break at its end", "a\n"],
    ["a header of its own", "a\r\nset-cookie: b"],
    ["markup", "<script>"],
    ["a letter beyond ASCII", "идентификатор"],
    ["a quote", '"a"'],
    ["nothing", undefined],
    ["a number", 5],
    ["a list", ["a"]],
    ["an object that is a text to some", { toString: () => "a" }],
  ])("gives undefined for %s", (_, value) => {
    expect(wellFormedRequestId(value)).toBeUndefined();
  });
});

describe("newRequestId", () => {
  const { crypto } = globalThis;
  afterEach(() => {
    Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  });

  const withoutRandomUuid = (fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array) =>
    Object.defineProperty(globalThis, "crypto", {
      value: { getRandomValues: fill },
      configurable: true,
    });

  it("gives another UUID each time, which is well-formed", () => {
    const ids = Array.from({ length: 100 }, newRequestId);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(wellFormedRequestId(id)).toMatch(UUID);
  });

  it("gives a UUID of version 4 where there is no randomUUID", () => {
    withoutRandomUuid((bytes) => bytes.fill(0xff));
    expect(newRequestId()).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
    withoutRandomUuid((bytes) => bytes);
    expect(newRequestId()).toBe("00000000-0000-4000-8000-000000000000");
    withoutRandomUuid((bytes) => crypto.getRandomValues(bytes));
    expect(newRequestId()).toMatch(UUID);
    expect(newRequestId()).not.toBe(newRequestId());
  });
});
