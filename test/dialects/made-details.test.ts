import { describe, expect, it } from "vitest";
import type { BadRequest, ErrorInfo } from "../../gen/google/rpc/error_details_pb.js";
import {
  constantName,
  MAX_VIOLATIONS,
  madeBadRequest,
  madeErrorInfo,
} from "../../src/dialects/made-details.js";
import type { Detail } from "../../src/status/details/detail.js";

/** Values that are no text. */
const odd: unknown[] = [null, undefined, true, {}, [], { toString: 1 }];

function violationsOf(detail: Detail | undefined): unknown {
  return (detail?.value as BadRequest | undefined)?.fieldViolations;
}

describe("madeErrorInfo", () => {
  it("has reason, domain and what else there is, numbers as texts", () => {
    const { value } = madeErrorInfo("R", "d.example", { type: "t", code: 5, param: "" });
    expect(value).toMatchObject({
      reason: "R",
      domain: "d.example",
      metadata: { type: "t", code: "5" },
    });
    expect(Object.keys((value as ErrorInfo).metadata)).toEqual(["type", "code"]);
  });

  it.each(odd)("leaves out %j, which is no text", (value) => {
    expect(madeErrorInfo(value, value, { value }).value).toMatchObject({
      reason: "",
      domain: "",
      metadata: {},
    });
  });
});

describe("madeBadRequest", () => {
  it("has a violation for each field that has a name", () => {
    const [detail, ...others] = madeBadRequest([
      ["isbn", "too short", "LENGTH"],
      ["", "nowhere"],
      [0, "first"],
      ["title", null],
    ]);
    expect(others).toEqual([]);
    expect(violationsOf(detail)).toMatchObject([
      { field: "isbn", description: "too short", reason: "LENGTH" },
      { field: "0", description: "first", reason: "" },
      { field: "title", description: "", reason: "" },
    ]);
  });

  it.each(odd)("is none where the only field is %j", (field) => {
    expect(madeBadRequest([[field, "m"]])).toEqual([]);
  });

  it("has no more fields than the largest of forms", () => {
    const [detail] = madeBadRequest(
      Array.from({ length: 5000 }, (_, i) => [`f${i}`, "m"] as const),
    );
    expect(violationsOf(detail)).toHaveLength(MAX_VIOLATIONS);
  });
});

describe("constantName", () => {
  it.each([
    ["context_length.exceeded", "CONTEXT_LENGTH_EXCEEDED"],
    ["not found", "NOT_FOUND"],
    ["already_A_constant", "ALREADY_A_CONSTANT"],
    [404, "404"],
    [null, ""],
    [{}, ""],
  ])("makes of %j the constant %j", (slug, name) => {
    expect(constantName(slug)).toBe(name);
  });
});
