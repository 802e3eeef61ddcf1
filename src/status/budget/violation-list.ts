import { create, type Message, toBinary } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import {
  BadRequestSchema,
  PreconditionFailureSchema,
  QuotaFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { BinaryDetail } from "../details/binary-detail.js";
import type { Detail } from "../details/detail.js";
import { concatBytes } from "./concat-bytes.js";
import type { DecodedDetail } from "./decoded-detail.js";

/** The `reason` of the last entry of a `BadRequest` that was shortened. */
const MORE_VIOLATIONS = "MORE_VIOLATIONS";

/** A detail that lists violations, and can do with the first of them. */
export interface ViolationList {
  /** How many violations stand in it. */
  readonly length: number;
  /** How many there were: more, where somebody shortened the list before. */
  readonly total: number;
  /** The detail with its first violations, at least one less than all, and an entry that counts the others. */
  cut(kept: number): Detail;
}

/**
 * Makes of an entry's text a message that has nothing but this entry: a serialized message that follows
 * another is merged with it, and lists are joined. The lists are field 1 in all of them.
 */
const COUNTING_ENTRIES: Readonly<Record<string, (description: string) => Uint8Array>> = {
  "google.rpc.BadRequest": (description) => {
    const fieldViolations = [{ reason: MORE_VIOLATIONS, description }];
    return toBinary(BadRequestSchema, create(BadRequestSchema, { fieldViolations }));
  },
  "google.rpc.QuotaFailure": (description) =>
    toBinary(QuotaFailureSchema, create(QuotaFailureSchema, { violations: [{ description }] })),
  "google.rpc.PreconditionFailure": (description) => {
    const message = create(PreconditionFailureSchema, { violations: [{ description }] });
    return toBinary(PreconditionFailureSchema, message);
  },
};
const LIST = 1;

/** Whether details of a type list violations. */
export function hasViolations(type: string): boolean {
  return Object.hasOwn(COUNTING_ENTRIES, type);
}

/**
 * The violations of a detail whose type has them; `undefined` where its bytes can be read in two ways, as
 * those of no honest sender.
 */
export function violationList(detail: DecodedDetail): ViolationList | undefined {
  const { type, typeUrl, bytes, value } = detail;
  const countingEntry = COUNTING_ENTRIES[type] as (description: string) => Uint8Array;
  const decoded = violationsOf(value);
  const fields = splitFields(bytes);
  if (fields?.violations.length !== decoded.length) return undefined;
  const { violations, others } = fields;
  const hidden = hiddenBefore(decoded.at(-1));
  const length = violations.length - (hidden > 0 ? 1 : 0);
  const total = length + hidden;
  return {
    length,
    total,
    cut(kept) {
      const entry = countingEntry(leftOut(total - kept));
      const parts = [...violations.slice(0, kept), ...others, entry];
      return new BinaryDetail({ typeUrl, value: concatBytes(parts) });
    },
  };
}

function leftOut(count: number): string {
  return count === 1 ? "1 more violation was left out" : `${count} more violations were left out`;
}

interface Violation {
  readonly description: string;
}

function violationsOf(value: Message): readonly Violation[] {
  const lists = value as Message & {
    readonly fieldViolations?: readonly Violation[];
    readonly violations?: readonly Violation[];
  };
  return lists.fieldViolations ?? lists.violations ?? [];
}

/** How many violations an earlier cut left out, as the last entry tells. */
function hiddenBefore(last: Violation | undefined): number {
  const count = /^\d{1,9}(?= more violation)/.exec(last?.description ?? "")?.[0];
  return count !== undefined && leftOut(Number(count)) === last?.description ? Number(count) : 0;
}

interface ListFields {
  readonly violations: readonly Uint8Array[];
  readonly others: readonly Uint8Array[];
}

/** Takes a message apart, each part with its tag, so that what is not known here survives. */
function splitFields(bytes: Uint8Array): ListFields | undefined {
  const violations: Uint8Array[] = [];
  const others: Uint8Array[] = [];
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const start = reader.pos;
      const [field, wireType] = reader.tag();
      reader.skip(wireType, field);
      const isViolation = field === LIST && wireType === WireType.LengthDelimited;
      (isViolation ? violations : others).push(bytes.subarray(start, reader.pos));
    }
    return { violations, others };
  } catch {
    return undefined;
  }
}
