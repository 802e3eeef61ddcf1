import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import {
  BadRequestSchema,
  PreconditionFailureSchema,
  QuotaFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { decodedDetail } from "../../../src/status/budget/decoded-detail.js";
import {
  hasViolations,
  type ViolationList,
  violationList,
} from "../../../src/status/budget/violation-list.js";
import { badRequest } from "../../../src/status/builders/bad-request.js";
import { preconditionFailure } from "../../../src/status/builders/precondition-failure.js";
import { quotaFailure } from "../../../src/status/builders/quota-failure.js";
import { type DetailInput, detailFromInput } from "../../../src/status/details/detail-input.js";

function maybeListOf(input: DetailInput): ViolationList | undefined {
  const decoded = decodedDetail(detailFromInput(input, "input"));
  if (decoded === undefined) throw new Error("does not decode");
  return violationList(decoded);
}

function listOf(input: DetailInput): ViolationList {
  const list = maybeListOf(input);
  if (list === undefined) throw new Error("has no list");
  return list;
}

const fields = ["a", "b", "c", "d"].map((field) => ({ field, description: `${field} is wrong` }));
const isbnLength = {
  field: "isbn",
  reason: "ISBN_LENGTH",
  localizedMessage: { locale: "ru", message: "м" },
};

describe("violationList", () => {
  it("cuts a BadRequest to its first violations and one entry that counts the others", () => {
    const list = listOf(badRequest([isbnLength, ...fields]));
    expect(list).toMatchObject({ length: 5, total: 5 });
    const counted = (description: string) => ({
      field: "",
      reason: "MORE_VIOLATIONS",
      description,
    });
    expect(list.cut(2).value).toEqual(
      badRequest([isbnLength, ...fields.slice(0, 1), counted("3 more violations were left out")]),
    );
    expect(list.cut(4).value).toEqual(
      badRequest([isbnLength, ...fields.slice(0, 3), counted("1 more violation was left out")]),
    );
  });

  it("cuts a QuotaFailure and a PreconditionFailure likewise", () => {
    const quotas = ["a", "b", "c"].map((subject) => ({
      subject,
      quotaValue: 7n,
      quotaDimensions: { zone: "x" },
    }));
    expect(listOf(quotaFailure(quotas)).cut(1).value).toEqual(
      quotaFailure([...quotas.slice(0, 1), { description: "2 more violations were left out" }]),
    );
    const terms = ["a", "b", "c"].map((subject) => ({ type: "TOS", subject, description: "no" }));
    expect(listOf(preconditionFailure(terms)).cut(2).value).toEqual(
      preconditionFailure([...terms.slice(0, 2), { description: "1 more violation was left out" }]),
    );
  });

  it("keeps what newer senders added, in violations and beside them", () => {
    const newer = [0x0a, 5, 0x0a, 1, 0x61, 0x78, 7]; // field "a", and field 15
    const last = [0x0a, 3, 0x0a, 1, 0x62];
    const beside = [0xf0, 0x01, 9]; // field 30
    const value = Uint8Array.from([...newer, ...beside, ...last]);
    const { bytes } = listOf({ typeUrl: "x/google.rpc.BadRequest", value }).cut(1);
    expect([...(bytes ?? [])].slice(0, newer.length + beside.length)).toEqual([
      ...newer,
      ...beside,
    ]);
    const cut = fromBinary(BadRequestSchema, bytes as Uint8Array);
    expect(cut.$unknown).toHaveLength(1);
    expect(cut.fieldViolations[0]?.$unknown).toHaveLength(1);
    expect(cut.fieldViolations).toHaveLength(2);
  });

  it("keeps the type URL as it came", () => {
    const value = toBinary(BadRequestSchema, badRequest(fields));
    expect(listOf({ typeUrl: "x.example/google.rpc.BadRequest", value }).cut(1).typeUrl).toBe(
      "x.example/google.rpc.BadRequest",
    );
  });

  it("leaves the message that was given as it was", () => {
    const given = badRequest(fields);
    listOf(given).cut(1);
    expect(given).toEqual(badRequest(fields));
  });

  it.each([
    ["BadRequest", BadRequestSchema, badRequest(fields)],
    [
      "QuotaFailure",
      QuotaFailureSchema,
      quotaFailure(fields.map(({ description }) => ({ description }))),
    ],
    [
      "PreconditionFailure",
      PreconditionFailureSchema,
      preconditionFailure(fields.map(({ description }) => ({ description }))),
    ],
  ] as const)("counts what somebody before left out of a %s", (_, schema, given) => {
    const once = listOf(given).cut(3);
    const again = listOf(once);
    expect(again).toMatchObject({ length: 3, total: 4 });
    const twice = fromBinary(schema, again.cut(1).bytes as Uint8Array);
    const entries = "violations" in twice ? twice.violations : twice.fieldViolations;
    expect(entries.map(({ description }) => description)).toEqual([
      "a is wrong",
      "3 more violations were left out",
    ]);
  });

  it.each([
    "2 more violations",
    "0 more violations were left out",
    "many more violations were left out",
  ])("takes a violation that says %j for one like the others", (description) => {
    expect(listOf(badRequest([...fields, { description }]))).toMatchObject({ length: 5, total: 5 });
  });
});

describe("violationList of bytes that decode by luck", () => {
  it.each([
    ["are a group that ends in no tag", [0x0b, 0]],
    ["are a group, and as well a violation", [0x0b, 8, ...Array(9).fill(0x78), 0x0c]],
  ])("is undefined where they %s", (_, bytes) => {
    const value = Uint8Array.from(bytes);
    expect(maybeListOf({ typeUrl: "x/google.rpc.BadRequest", value })).toBeUndefined();
  });
});

describe("hasViolations", () => {
  it("is so for the three types that list what is wrong in words", () => {
    for (const type of ["BadRequest", "QuotaFailure", "PreconditionFailure"]) {
      expect(hasViolations(`google.rpc.${type}`)).toBe(true);
    }
  });

  it.each(["google.rpc.Help", "yandex.cloud.quota.QuotaFailure", "", "constructor", "__proto__"])(
    "is not so for %j",
    (type) => {
      expect(hasViolations(type)).toBe(false);
    },
  );
});
