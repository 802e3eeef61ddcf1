import type { Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BadRequest, ErrorInfo } from "../../../gen/google/rpc/error_details_pb.js";
import { type TrimmedDetails, trimDetails } from "../../../src/status/budget/trim-details.js";
import { badRequest } from "../../../src/status/builders/bad-request.js";
import { debugInfo } from "../../../src/status/builders/debug-info.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import { help } from "../../../src/status/builders/help.js";
import { localizedMessage } from "../../../src/status/builders/localized-message.js";
import { preconditionFailure } from "../../../src/status/builders/precondition-failure.js";
import { quotaFailure } from "../../../src/status/builders/quota-failure.js";
import { requestInfo } from "../../../src/status/builders/request-info.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import type { Detail } from "../../../src/status/details/detail.js";
import { type DetailInput, detailFromInput } from "../../../src/status/details/detail-input.js";
import { delimitedSize } from "../../../src/wire/protobuf-writer.js";
import { naiveTrim, sizeOf } from "./naive-trim.js";

const cost = (detail: Detail) => delimitedSize(anyBytes(detail)?.length ?? 0);
const toDetails = (inputs: readonly DetailInput[]) =>
  inputs.map((input, at) => detailFromInput(input, `details[${at}]`));

function trim(inputs: readonly DetailInput[], room: number): TrimmedDetails {
  return trimDetails({ details: toDetails(inputs), room, cost });
}

const names = ({ details }: TrimmedDetails) => details.map(({ type }) => type.split(".").at(-1));
const metadataOf = ({ details }: TrimmedDetails): Record<string, string>[] =>
  details.flatMap(({ value }) =>
    value?.$typeName === "google.rpc.ErrorInfo" ? [(value as ErrorInfo).metadata] : [],
  );

const text = (bytes: number) => "x".repeat(bytes);
const debug = debugInfo({ detail: text(200) });
const links = help([{ description: text(200) }]);
const info = errorInfo({ reason: "BOOK_INVALID", domain: "library.example" });
const request = requestInfo("id-1");
const localized = (bytes: number) => localizedMessage("en", text(bytes));
const fields = (count: number, bytes = 20) =>
  badRequest(
    Array.from({ length: count }, (_, i) => ({ field: `f${i}`, description: text(bytes) })),
  );

describe("trimDetails", () => {
  it("leaves details that fit as they are", () => {
    const details = toDetails([debug, links, info]);
    const bytes = sizeOf([debug, links, info]);
    expect(trimDetails({ details, room: bytes, cost })).toEqual({
      details,
      dropped: [],
      shortened: [],
      bytesBefore: bytes,
      bytesAfter: bytes,
    });
  });

  it("leaves out all DebugInfo first, and no more where that is enough", () => {
    const given = [debug, links, debug, request];
    const trimmed = trim(given, sizeOf(given) - 1);
    expect(names(trimmed)).toEqual(["Help", "RequestInfo"]);
    const bytes = sizeOf([debug]);
    expect(trimmed.dropped).toEqual([
      { type: "google.rpc.DebugInfo", bytes },
      { type: "google.rpc.DebugInfo", bytes },
    ]);
    expect(trimmed).toMatchObject({
      shortened: [],
      bytesBefore: sizeOf(given),
      bytesAfter: sizeOf([links, request]),
    });
  });

  it("leaves out all Help then, before any violation", () => {
    const given = [links, fields(30), debug, links];
    const trimmed = trim(given, sizeOf([fields(30)]));
    expect(names(trimmed)).toEqual(["BadRequest"]);
    expect(trimmed.dropped.map(({ type }) => type)).toEqual([
      "google.rpc.Help",
      "google.rpc.DebugInfo",
      "google.rpc.Help",
    ]);
    expect(trimmed.shortened).toEqual([]);
  });

  it("cuts the tails of violation lists then, before any other detail, by one bound for all", () => {
    const quotas = quotaFailure(
      Array.from({ length: 20 }, (_, i) => ({ subject: `s${i}`, description: text(20) })),
    );
    const terms = preconditionFailure([{ type: "TOS", description: text(20) }]);
    const given = [fields(100), quotas, terms, localized(300)];
    const trimmed = trim(given, 1_500);
    expect(names(trimmed)).toEqual([
      "BadRequest",
      "QuotaFailure",
      "PreconditionFailure",
      "LocalizedMessage",
    ]);
    const [{ kept = 0 } = {}] = trimmed.shortened;
    expect(kept).toBeGreaterThan(1);
    expect(trimmed.shortened).toEqual([
      { type: "google.rpc.BadRequest", kept, of: 100 },
      { type: "google.rpc.QuotaFailure", kept, of: 20 },
    ]);
    const [cut] = trimmed.details.map(({ value }) => value as BadRequest);
    const violations = cut?.fieldViolations ?? [];
    expect(violations.slice(0, -1)).toEqual(fields(100).fieldViolations.slice(0, kept));
    expect(violations.at(-1)).toMatchObject({
      field: "",
      reason: "MORE_VIOLATIONS",
      description: `${100 - kept} more violations were left out`,
    });
    expect(trimmed.dropped).toEqual([]);
  });

  it("leaves a list whole that would not weigh less without its tail", () => {
    const short = badRequest([{ field: "a" }, { field: "b" }]);
    const given = [short, fields(50)];
    const trimmed = trim(given, 500);
    expect(trimmed.details[0]?.value).toEqual(short);
    expect(trimmed.shortened).toHaveLength(1);
  });

  it("leaves out whole details then, from the end", () => {
    const given = [localized(300), localized(301), localized(302), localized(303)];
    const trimmed = trim(given, 800);
    expect(trimmed.details.map(({ value }) => value)).toEqual(given.slice(0, 2));
    expect(trimmed.dropped.map(({ bytes }) => bytes)).toEqual([
      sizeOf([given[2] as Message]),
      sizeOf([given[3] as Message]),
    ]);
  });

  it("does not let a giant take the small ones after it along", () => {
    const given = [localized(100), localized(5_000), localized(101)];
    expect(trim(given, 1_000).details.map(({ value }) => value)).toEqual([given[0], given[2]]);
  });

  it("leaves out RequestInfo last, wherever it stands", () => {
    const given = [localized(400), localized(401), request];
    const trimmed = trim(given, 600);
    expect(trimmed.details.map(({ value }) => value)).toEqual([given[0], request]);
    expect(names(trim(given, sizeOf([request])))).toEqual(["RequestInfo"]);
    expect(names(trim(given, sizeOf([request]) - 1))).toEqual([]);
  });

  it("lets lists grow again when whole details are gone", () => {
    const given = [fields(10), localized(5_000), localized(50)];
    const trimmed = trim(given, 1_000);
    expect(trimmed.details.map(({ value }) => value)).toEqual([given[0], given[2]]);
    expect(trimmed.shortened).toEqual([]);
    const tighter = trim(given, 400);
    expect(names(tighter)).toEqual(["BadRequest", "LocalizedMessage"]);
    expect(tighter.shortened[0]?.kept).toBeGreaterThan(1);
  });

  it("keeps nothing where there is no room", () => {
    for (const room of [0, -1, -1_000_000]) {
      const trimmed = trim([request, fields(3), info], room);
      expect(trimmed).toMatchObject({ details: [], shortened: [], bytesAfter: 0 });
      expect(trimmed.dropped).toHaveLength(3);
    }
  });

  it("sends details that are damaged, or of an unknown type, as they are or not at all", () => {
    const damaged = { typeUrl: "x/google.rpc.BadRequest", value: new Uint8Array(100).fill(0x0a) };
    const unknown = { typeUrl: "x/y.Z", value: new Uint8Array(100) };
    const given = [debug, damaged, unknown];
    const kept = toDetails([damaged, unknown]).map(cost);
    const room = kept.reduce((sum, bytes) => sum + bytes);
    expect(trim(given, room).details.map(({ bytes }) => bytes)).toEqual([
      damaged.value,
      unknown.value,
    ]);
    expect(trim(given, room - 1).details.map(({ bytes }) => bytes)).toEqual([damaged.value]);
  });

  it("does what the rules say, whatever there is", () => {
    const size = fc.nat(60).map(text);
    const violation = fc.record({ subject: size, description: size });
    const list = fc.array(violation, { maxLength: 15 });
    const detail: fc.Arbitrary<Message> = fc.oneof(
      size.map((detail) => debugInfo({ detail })),
      size.map((url) => help([{ url }])),
      size.map((id) => requestInfo(id)),
      size.map((message) => localizedMessage("en", message)),
      fc.nat(600).map(localized),
      fc.array(fc.record({ field: size, description: size }), { maxLength: 30 }).map(badRequest),
      list.map(quotaFailure),
      list.map(preconditionFailure),
    );
    const hex = (one: Detail) => Buffer.from(anyBytes(one) ?? []).toString("hex");
    fc.assert(
      fc.property(fc.array(detail, { maxLength: 8 }), fc.nat(1_500), (given, room) => {
        const trimmed = trim(given, room);
        const expected = naiveTrim(given, room);
        expect(trimmed.details.map(hex)).toEqual(toDetails(expected).map(hex));
        expect(trimmed.bytesBefore).toBe(sizeOf(given));
        expect(trimmed.bytesAfter).toBe(sizeOf(expected));
        expect(trimmed.dropped).toHaveLength(given.length - expected.length);
      }),
      { numRuns: 1_500 },
    );
  });
});

describe("trimDetails: the mark", () => {
  it("is in the first ErrorInfo that stays and decodes", () => {
    const damaged = { typeUrl: "x/google.rpc.ErrorInfo", value: new Uint8Array([0x0a, 9]) };
    const second = errorInfo({ reason: "SECOND" });
    const given = [damaged, info, second, debug];
    const trimmed = trim(given, 400);
    expect(metadataOf(trimmed)).toEqual([{ trimmed: "DebugInfo" }, {}]);
    expect(trimmed.details[0]?.bytes).toEqual(damaged.value);
  });

  it("is nowhere without an ErrorInfo, and nowhere where nothing went", () => {
    expect(trim([request, debug], 100).details.map(({ value }) => value)).toEqual([request]);
    expect(metadataOf(trim([info, debug], 1_000))).toEqual([{}]);
  });

  it("has room of its own: what it displaces goes as well", () => {
    const given = [info, links, debug];
    const room = sizeOf([info, links]);
    // Without DebugInfo it fits, but not with the word for it.
    expect(metadataOf(trim(given, room))).toEqual([{ trimmed: "Help, DebugInfo" }]);
    expect(metadataOf(trim(given, room + 21))).toEqual([{ trimmed: "Help, DebugInfo" }]);
    expect(names(trim(given, room + 22))).toEqual(["ErrorInfo", "Help"]);
  });

  it("displaces a later detail rather than be left out", () => {
    const given = [info, localized(300), localized(60), localized(5_000)];
    const trimmed = trim(given, sizeOf(given.slice(0, 3)));
    expect(metadataOf(trimmed)).toEqual([{ trimmed: "2 LocalizedMessage" }]);
    expect(trimmed.details[1]?.value).toEqual(given[1]);
    expect(trimmed.details).toHaveLength(2);
  });

  it("says how many violations of which list went", () => {
    const trimmed = trim([debug, fields(100), info], 1_000);
    const [{ kept = 0 } = {}] = trimmed.shortened;
    expect(metadataOf(trimmed)).toEqual([
      { trimmed: `DebugInfo, ${100 - kept} of 100 BadRequest violations` },
    ]);
    // One violation more would be more than fits: each weighs 28 bytes.
    expect(trimmed.bytesAfter).toBeLessThanOrEqual(1_000);
    expect(trimmed.bytesAfter).toBeGreaterThan(1_000 - 28);
  });

  it("never costs the ErrorInfo itself", () => {
    const room = sizeOf([info]);
    const trimmed = trim([info, debug], room);
    expect(trimmed.details.map(({ value }) => value)).toEqual([info]);
    expect(trimmed.bytesAfter).toBe(room);
  });

  it("keeps everything within the room, and tells what the report tells", () => {
    const detail: fc.Arbitrary<DetailInput> = fc.oneof(
      fc.nat(60).map((bytes) => errorInfo({ reason: text(bytes), metadata: { a: "1" } })),
      fc.nat(300).map(localized),
      fc.nat(40).map((count) => fields(count)),
      fc.constantFrom<DetailInput>(debug, links, request, info),
      fc.nat(300).map((bytes) => ({ typeUrl: `x/y.Z${bytes}`, value: new Uint8Array(bytes) })),
    );
    fc.assert(
      fc.property(fc.array(detail, { maxLength: 12 }), fc.nat(2_000), (given, room) => {
        const trimmed = trim(given, room);
        const { details, dropped, shortened, bytesAfter } = trimmed;
        expect(bytesAfter).toBe(details.map(cost).reduce((sum, bytes) => sum + bytes, 0));
        expect(bytesAfter).toBeLessThanOrEqual(room);
        expect(details.length + dropped.length).toBe(given.length);
        const marks = metadataOf(trimmed).map(({ trimmed: mark }) => mark);
        expect(marks.slice(1).every((mark) => mark === undefined)).toBe(true);
        if (dropped.length + shortened.length === 0) expect(marks[0]).toBeUndefined();
        for (const { kept, of } of shortened) {
          if (marks[0]?.endsWith("…") === false) {
            expect(marks[0]).toContain(`${of - kept} of ${of} BadRequest violations`);
          }
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
