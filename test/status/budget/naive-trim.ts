import { create, type DescMessage, type Message, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import type {
  BadRequest,
  PreconditionFailure,
  QuotaFailure,
} from "../../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../../gen/google/rpc/status_pb.js";
import { knownSchema } from "../../../src/status/known-types.js";

/**
 * The rules of the budget once more, without a thought for time: every candidate is built as messages and
 * serialized by protobuf-es. For errors without an `ErrorInfo`, in which nothing is marked.
 */
export function naiveTrim(details: readonly Message[], room: number): Message[] {
  const fits = (candidate: readonly Message[]) => sizeOf(candidate) <= room;
  if (fits(details)) return [...details];
  const withoutDebugInfo = details.filter(({ $typeName }) => $typeName !== "google.rpc.DebugInfo");
  if (fits(withoutDebugInfo)) return withoutDebugInfo;
  const rest = withoutDebugInfo.filter(({ $typeName }) => $typeName !== "google.rpc.Help");
  if (fits(rest)) return rest;
  const shortened = largestBound(rest, fits);
  if (shortened !== undefined) return shortened;
  const kept = new Set<Message>();
  const candidate = () => rest.filter((one) => kept.has(one)).map((one) => cutList(one, 1));
  const isFirst = ({ $typeName }: Message) => $typeName === "google.rpc.RequestInfo";
  for (const detail of [...rest.filter(isFirst), ...rest.filter((one) => !isFirst(one))]) {
    kept.add(detail);
    if (!fits(candidate())) kept.delete(detail);
  }
  const left = rest.filter((one) => kept.has(one));
  return fits(left) ? left : (largestBound(left, fits) ?? []);
}

/** Bytes of the details in a serialized `google.rpc.Status`. */
export function sizeOf(details: readonly Message[]): number {
  const anys = details.map((one) => anyPack(knownSchema(one.$typeName) as DescMessage, one));
  return toBinary(StatusSchema, create(StatusSchema, { details: anys })).length;
}

function largestBound(
  details: readonly Message[],
  fits: (candidate: readonly Message[]) => boolean,
): Message[] | undefined {
  const longest = Math.max(0, ...details.map((one) => listOf(one)?.length ?? 0));
  for (let bound = longest; bound >= 1; bound--) {
    const candidate = details.map((one) => cutList(one, bound));
    if (fits(candidate)) return candidate;
  }
  return undefined;
}

function listOf(detail: Message): readonly unknown[] | undefined {
  switch (detail.$typeName) {
    case "google.rpc.BadRequest":
      return (detail as BadRequest).fieldViolations;
    case "google.rpc.QuotaFailure":
      return (detail as QuotaFailure).violations;
    case "google.rpc.PreconditionFailure":
      return (detail as PreconditionFailure).violations;
    default:
      return undefined;
  }
}

/** The detail with so many violations, unless that makes it no smaller. */
function cutList(detail: Message, bound: number): Message {
  const list = listOf(detail);
  if (list === undefined || list.length <= bound) return detail;
  const left = list.length - bound;
  const description =
    left === 1 ? "1 more violation was left out" : `${left} more violations were left out`;
  const kept = list.slice(0, bound);
  const isBadRequest = detail.$typeName === "google.rpc.BadRequest";
  const init = isBadRequest
    ? { fieldViolations: [...kept, { reason: "MORE_VIOLATIONS", description }] }
    : { violations: [...kept, { description }] };
  const cut = create(knownSchema(detail.$typeName) as DescMessage, init);
  return sizeOf([cut]) < sizeOf([detail]) ? cut : detail;
}
