import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { type ErrorInfo, ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { decodedDetail } from "../../../src/status/budget/decoded-detail.js";
import { canBeMarked, TRIMMED, withMark } from "../../../src/status/budget/trim-mark.js";
import type { TrimmedParts } from "../../../src/status/budget/trim-report.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import { type DetailInput, detailFromInput } from "../../../src/status/details/detail-input.js";

const info = errorInfo({
  reason: "BOOK_INVALID",
  domain: "library.example",
  metadata: { shelf: "1" },
});

function mark(input: DetailInput, parts: Partial<TrimmedParts>): ErrorInfo {
  const decoded = decodedDetail(detailFromInput(input, "input"));
  if (decoded === undefined) throw new Error("does not decode");
  const { bytes } = withMark(decoded, { dropped: [], shortened: [], ...parts });
  return fromBinary(ErrorInfoSchema, bytes as Uint8Array);
}

const dropped = (...names: string[]) =>
  names.map((name) => ({ type: `google.rpc.${name}`, bytes: 9 }));
const textOf = (parts: Partial<TrimmedParts>) => mark(info, parts).metadata[TRIMMED];

describe("withMark", () => {
  it("says in short what went, and keeps the rest of the ErrorInfo", () => {
    const shortened = [{ type: "google.rpc.BadRequest", kept: 12, of: 100 }];
    expect(mark(info, { dropped: dropped("DebugInfo", "Help"), shortened })).toEqual(
      errorInfo({
        ...info,
        metadata: { shelf: "1", trimmed: "DebugInfo, Help, 88 of 100 BadRequest violations" },
      }),
    );
  });

  it("counts details of one type", () => {
    expect(textOf({ dropped: dropped("Help", "LocalizedMessage", "Help", "Help") })).toBe(
      "3 Help, LocalizedMessage",
    );
  });

  it("is short, whatever there was", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `Type${i}`);
    const text = textOf({ dropped: dropped(...names) }) ?? "";
    expect(text).toMatch(/^Type0, Type1, .*…$/);
    expect(text.length).toBeLessThanOrEqual(121);
  });

  it.each(["", "x.", "a b", "x.книга", "\ud800", `x.${"y".repeat(1_000_000)}`])(
    "does not repeat %j, which is no name of a type",
    (type) => {
      expect(textOf({ dropped: [{ type, bytes: 1 }] })).toBe("unknown");
    },
  );

  it("adds to what somebody before said", () => {
    const before = errorInfo({ metadata: { trimmed: "DebugInfo" } });
    expect(mark(before, { dropped: dropped("Help") }).metadata).toEqual({
      trimmed: "DebugInfo; Help",
    });
  });

  it("keeps fields that a newer sender added", () => {
    const value = Uint8Array.from([0x0a, 1, 0x41, 0x78, 7]);
    const marked = mark({ typeUrl: "x/google.rpc.ErrorInfo", value }, { dropped: dropped("Help") });
    expect(marked).toMatchObject({ reason: "A", metadata: { trimmed: "Help" } });
    expect(marked.$unknown).toHaveLength(1);
  });

  it("leaves the message that was given as it was", () => {
    mark(info, { dropped: dropped("Help") });
    expect(info.metadata).toEqual({ shelf: "1" });
  });
});

describe("canBeMarked", () => {
  it("is so for ErrorInfo alone", () => {
    expect(canBeMarked("google.rpc.ErrorInfo")).toBe(true);
    expect(canBeMarked("google.rpc.RequestInfo")).toBe(false);
  });
});

describe("TRIMMED", () => {
  it("follows the grammar that AIP-193 has for keys", () => {
    expect(TRIMMED).toMatch(/^[a-z][a-zA-Z0-9-_]+$/);
  });
});
