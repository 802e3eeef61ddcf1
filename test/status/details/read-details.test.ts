import { describe, expect, it } from "vitest";
import { anyFields, readDetails } from "../../../src/status/details/read-details.js";
import { isJsonObject } from "../../../src/wire/members.js";
import type { Problem } from "../../../src/wire/problem.js";
import { MAX_NUMBERS } from "../../../src/wire/read-bytes.js";
import { MAX_DETAILS } from "../../../src/wire/status-proto.js";
import { everyTrapThrows, revoked } from "../../fixtures/throwing-values.js";

function read(value: unknown) {
  const problems: Problem[] = [];
  const details = readDetails(value, problems);
  return { types: details.map(({ type }) => type), kinds: problems.map(({ kind }) => kind) };
}

describe("readDetails", () => {
  it("reads the entries in order, duplicates included", () => {
    const entries = ["a.A", "b.B", "a.A"].map((type) => ({ "@type": `x/${type}` }));
    expect(read(entries)).toEqual({ types: ["a.A", "b.B", "a.A"], kinds: [] });
  });

  it.each([undefined, null, []])("finds no detail and no problem in %j", (value) => {
    expect(read(value)).toEqual({ types: [], kinds: [] });
  });

  it("reports each entry that is no object and reads the others", () => {
    const value = [
      "text",
      { "@type": "x/a.A" },
      null,
      5,
      [{ "@type": "x/b.B" }],
      { "@type": "x/c.C" },
    ];
    expect(read(value)).toEqual({ types: ["a.A", "c.C"], kinds: ["json", "json", "json", "json"] });
  });

  it("reads a single object where a list belongs, and says so", () => {
    expect(read({ "@type": "x/a.A" })).toEqual({ types: ["a.A"], kinds: ["json"] });
  });

  it.each(["text", 5, true])("reports %j, which is no list", (value) => {
    const { types, kinds } = read(value);
    expect(types).toEqual([]);
    expect(new Set(kinds)).toEqual(new Set(["json"]));
  });

  it("reads no more than MAX_DETAILS of a million entries and counts the rest", () => {
    const entry = { "@type": "x/a.A" };
    const start = performance.now();
    const { types, kinds } = read(Array.from({ length: 1_000_000 }, () => entry));
    expect(performance.now() - start).toBeLessThan(1000);
    expect(types).toHaveLength(MAX_DETAILS);
    expect(kinds).toEqual(["detail-limit"]);
  });
});

describe("readDetails of an Any that some library made an object", () => {
  const typeUrl = "type.googleapis.com/google.rpc.ErrorInfo";
  const reasonR = [0x0a, 1, 0x52];

  it.each<[string, unknown]>([
    ["bytes", Uint8Array.from(reasonR)],
    ["a Buffer", Buffer.from(reasonR)],
    ["bytes under another view", new DataView(Uint8Array.from(reasonR).buffer)],
    ["a list", reasonR],
    ["base64", "CgFS"],
    ["a Buffer in JSON", { type: "Buffer", data: reasonR }],
  ])("reads %s", (_, value) => {
    for (const entry of [
      { typeUrl, value },
      { type_url: typeUrl, value },
    ]) {
      const problems: Problem[] = [];
      expect(readDetails([entry], problems)).toMatchObject([{ typeUrl, value: { reason: "R" } }]);
      expect(problems).toEqual([]);
    }
  });

  it.each<[string, unknown]>([
    ["a number too high", [0x0a, 1, 0x52, 256]],
    ["a text", [..."CgFS"]],
    ["holes", new Array(3)],
    ["an entry that throws", everyTrapThrows(reasonR)],
    ["more numbers than a message of gRPC has bytes", new Array(MAX_NUMBERS + 1).fill(0)],
  ])("knows the type of a list with %s, keeps it as it came, and says so", (_, value) => {
    const problems: Problem[] = [];
    const entry = { typeUrl, value };
    const [detail, next] = readDetails([entry, { typeUrl, value: reasonR }], problems);
    expect(detail).toMatchObject({ type: "google.rpc.ErrorInfo", problem: { kind: "detail" } });
    expect([detail?.value, detail?.bytes]).toEqual([undefined, undefined]);
    expect(detail?.json).toBe(entry);
    expect(next?.value).toMatchObject({ reason: "R" });
    expect(problems).toEqual([]);
  });

  it("reads no more of all lists together than a message of gRPC has bytes", () => {
    const value = new Array(MAX_NUMBERS / 4).fill(0);
    const details = readDetails(new Array(MAX_DETAILS).fill({ typeUrl, value }), []);
    const read = details.filter(({ bytes }) => bytes !== undefined);
    expect([details.length, read.length]).toEqual([MAX_DETAILS, 4]);
    const buffer = { type: "Buffer", data: value };
    const others = readDetails(new Array(MAX_DETAILS).fill({ typeUrl, value: buffer }), []);
    expect(others.filter(({ bytes }) => bytes !== undefined)).toHaveLength(4);
  });
});

describe("anyFields", () => {
  it.each([[[]], [[8]], [new Uint8Array(0)], [new DataView(new ArrayBuffer(0))]])(
    "knows an Any by bytes, and by a list (%#)",
    (value) => {
      expect(anyFields({ typeUrl: "x/y.Z", value })).toEqual({ typeUrl: "x/y.Z", value });
      expect(anyFields({ type_url: "x/y.Z", value })).toEqual({ typeUrl: "x/y.Z", value });
    },
  );

  it.each<[string, unknown]>([
    ["base64, which may be JSON", "CAE="],
    ["an object", { id: "s1" }],
    ["nothing", undefined],
    ["a revoked proxy", revoked([8])],
  ])("does not by %s", (_, value) => {
    expect(anyFields({ typeUrl: "x/y.Z", value })).toBeUndefined();
  });
});

describe("isJsonObject", () => {
  it("holds for objects that are neither null nor a list", () => {
    expect([{}, Object.create(null), { a: 1 }].every(isJsonObject)).toBe(true);
    expect([null, undefined, [], "{}", 5, true, () => ({})].some(isJsonObject)).toBe(false);
  });
});
