import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Status, StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { MAX_DETAILS, scanStatus, writeStatus } from "../../src/wire/status-proto.js";
import { fiveDetails, fiveDetailsBytes } from "../fixtures/five-details.js";
import { statusMessage } from "../fixtures/status-arbitrary.js";

const kinds = (bytes: Uint8Array) => scanStatus(bytes).problems.map(({ kind }) => kind);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const anyHex = ({ details }: Status) => details.map((any) => hex(toBinary(AnySchema, any)));

describe("scanStatus", () => {
  it("reads what protobuf-es writes, any code, text and details, without a problem", () => {
    fc.assert(
      fc.property(statusMessage, (status) => {
        const { code, message, details, problems } = scanStatus(toBinary(StatusSchema, status));
        expect(code).toBe(status.code);
        expect(message).toBe(status.message);
        expect(details.map(hex)).toEqual(anyHex(status));
        expect(problems).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it("keeps whole whatever stands before a cut, at every byte of a status of five details", () => {
    const whole = anyHex(fiveDetails);
    // Where each field of the status ends, by protobuf-es.
    const ends = [
      { ...fiveDetails, message: "", details: [] },
      { ...fiveDetails, details: [] },
      ...whole.map((_, i) => ({ ...fiveDetails, details: fiveDetails.details.slice(0, i + 1) })),
    ].map((status) => toBinary(StatusSchema, status).length);
    for (let size = 0; size < fiveDetailsBytes.length; size++) {
      const scanned = scanStatus(fiveDetailsBytes.subarray(0, size));
      const complete = ends.filter((end) => end <= size).length;
      expect(scanned.code).toBe(complete >= 1 ? 3 : 0);
      expect(scanned.message).toBe(complete >= 2 ? fiveDetails.message : "");
      expect(scanned.details.map(hex)).toEqual(whole.slice(0, Math.max(0, complete - 2)));
      const atEnd = size === 0 || ends.includes(size);
      expect(scanned.problems.map(({ kind }) => kind)).toEqual(atEnd ? [] : ["status-proto"]);
    }
  });

  it("never throws for any bytes, and gives int32, text and views of the input", () => {
    const noise = fc.uint8Array({ maxLength: 120 });
    const damaged = fc
      .tuple(statusMessage, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }))
      .map(([status, changes]) => {
        const bytes = toBinary(StatusSchema, status);
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(noise, damaged), (bytes) => {
        const { code, message, details, problems } = scanStatus(bytes);
        expect(code | 0).toBe(code);
        expect(typeof message).toBe("string");
        for (const detail of details) expect(detail.buffer).toBe(bytes.buffer);
        for (const { kind } of problems) expect(["status-proto", "utf8"]).toContain(kind);
      }),
      { numRuns: 20_000 },
    );
  });

  it("passes over unknown fields of every wire type, the group included", () => {
    const writer = new BinaryWriter();
    writer.tag(4, WireType.Varint).uint32(9).tag(5, WireType.LengthDelimited).string("x");
    writer.tag(6, WireType.Bit32).fixed32(1).tag(7, WireType.Bit64).fixed64(1);
    writer.tag(8, WireType.StartGroup).tag(1, WireType.Varint).uint32(7).tag(8, WireType.EndGroup);
    writer.raw(fiveDetailsBytes);
    writer.tag(536_870_911, WireType.Varint).uint32(1);
    const bytes = writer.finish();
    expect(fromBinary(StatusSchema, bytes).code).toBe(3);
    const { code, message, details, problems } = scanStatus(bytes);
    expect({ code, message, problems }).toEqual({
      code: 3,
      message: fiveDetails.message,
      problems: [],
    });
    expect(details).toHaveLength(5);
  });

  it.each([
    ["the code as text", new BinaryWriter().tag(1, 2).string("5")],
    ["the code as fixed32", new BinaryWriter().tag(1, 5).fixed32(5)],
    ["the message as a number", new BinaryWriter().tag(2, 0).uint32(5)],
    ["a detail as a number", new BinaryWriter().tag(3, 0).uint32(5)],
  ])("reports %s and reads the rest", (_, writer) => {
    const bytes = writer
      .raw(toBinary(StatusSchema, create(StatusSchema, { code: 5, message: "m" })))
      .finish();
    const { code, message, details, problems } = scanStatus(bytes);
    expect({ code, message, details }).toEqual({ code: 5, message: "m", details: [] });
    expect(problems.map(({ kind }) => kind)).toEqual(["status-proto"]);
  });

  it.each([
    [-1, [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [-2147483648, [0x08, 0x80, 0x80, 0x80, 0x80, 0xf8, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [2147483647, [0x08, 0xff, 0xff, 0xff, 0xff, 0x07]],
    [5, [0x08, 0x85, 0x80, 0x80, 0x80, 0x10]], // 2^32 + 5
    [-1, [0x08, 0xff, 0xff, 0xff, 0xff, 0x0f]], // 2^32 - 1
  ])("reads the code %i as int32 does", (code, bytes) => {
    expect(fromBinary(StatusSchema, new Uint8Array(bytes)).code).toBe(code);
    expect(scanStatus(new Uint8Array(bytes)).code).toBe(code);
  });

  it("lets the last of concatenated statuses count, keeps all details and says so", () => {
    const other = create(StatusSchema, { code: 7, message: "other", details: [] });
    const bytes = Buffer.concat([fiveDetailsBytes, toBinary(StatusSchema, other)]);
    // Concatenation is a merge in protobuf.
    expect(fromBinary(StatusSchema, bytes).code).toBe(7);
    const { code, message, details } = scanStatus(bytes);
    expect({ code, message, count: details.length }).toEqual({
      code: 7,
      message: "other",
      count: 5,
    });
    expect(kinds(bytes)).toEqual(["status-proto"]);
  });

  it("replaces what is not UTF-8 in the message and says so once", () => {
    const bytes = new Uint8Array([0x08, 5, 0x12, 4, 0x61, 0xff, 0xfe, 0x62]);
    expect(scanStatus(bytes)).toMatchObject({ code: 5, message: "a\ufffd\ufffdb" });
    expect(kinds(bytes)).toEqual(["utf8"]);
  });

  it("takes a U+FFFD that the sender wrote for text", () => {
    const bytes = toBinary(StatusSchema, create(StatusSchema, { code: 5, message: "a\ufffdb" }));
    expect(kinds(bytes)).toEqual([]);
  });

  it("stays small and quick with a million empty details", () => {
    const bytes = Buffer.concat([
      Buffer.from([0x08, 5]),
      Buffer.alloc(2_000_000, Buffer.from([0x1a, 0x00])),
      Buffer.from([0x12, 1, 0x6d]),
    ]);
    const start = performance.now();
    const scanned = scanStatus(bytes);
    expect(performance.now() - start).toBeLessThan(500);
    expect(scanned.details.length).toBe(MAX_DETAILS);
    expect(scanned).toMatchObject({ code: 5, message: "m" });
    expect(kinds(bytes)).toEqual(["detail-limit"]);
    expect(scanned.problems[0]?.message).toContain(String(1_000_000 - MAX_DETAILS));
  });

  it("stays small and quick with half a million fields of another type", () => {
    // field 1 as an empty string, again and again.
    const bytes = Buffer.alloc(1_000_000, Buffer.from([0x0a, 0x00]));
    const start = performance.now();
    const { problems } = scanStatus(bytes);
    expect(performance.now() - start).toBeLessThan(500);
    expect(problems.length).toBeLessThanOrEqual(MAX_DETAILS);
  });

  it("stays small and quick with many damaged messages in one status", () => {
    const bytes = Buffer.alloc(900_000, Buffer.from([0x12, 0x01, 0xff]));
    const start = performance.now();
    const { problems } = scanStatus(bytes);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(problems.length).toBeLessThanOrEqual(MAX_DETAILS);
  });
});

describe("writeStatus", () => {
  it("writes the bytes that protobuf-es writes, for every code that int32 holds", () => {
    fc.assert(
      fc.property(statusMessage, ({ code, message, details }) => {
        const anys = details.map((any) => toBinary(AnySchema, any));
        const expected = toBinary(StatusSchema, create(StatusSchema, { code, message, details }));
        expect(hex(writeStatus(code, message, anys))).toBe(hex(expected));
      }),
      { numRuns: 3000 },
    );
  });

  it("writes five details byte for byte like protobuf-es", () => {
    const anys = fiveDetails.details.map((any) => toBinary(AnySchema, any));
    expect(hex(writeStatus(3, fiveDetails.message, anys))).toBe(hex(fiveDetailsBytes));
  });
});
