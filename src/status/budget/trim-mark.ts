import { create, toBinary } from "@bufbuild/protobuf";
import { type ErrorInfo, ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { shorten } from "../../wire/shorten.js";
import { BinaryDetail } from "../details/binary-detail.js";
import type { Detail } from "../details/detail.js";
import { concatBytes } from "./concat-bytes.js";
import type { DecodedDetail } from "./decoded-detail.js";
import type { TrimmedParts } from "./trim-report.js";

/**
 * The key under which the metadata of an `ErrorInfo` says what was left out of the error, such as
 * "DebugInfo, Help, 88 of 100 BadRequest violations".
 *
 * @see https://google.aip.dev/193#errorinfo for the grammar of keys
 */
export const TRIMMED = "trimmed";

/** Of thousands of details the first tell enough. */
const MAX_CHARACTERS = 120;

/** Whether details of a type can say what was left out. */
export function canBeMarked(type: string): boolean {
  return type === ErrorInfoSchema.typeName;
}

/** An `ErrorInfo` with one more entry in its metadata, which says what was left out of its error. */
export function withMark({ typeUrl, bytes, value }: DecodedDetail, parts: TrimmedParts): Detail {
  const { metadata } = value as ErrorInfo;
  const now = describe(parts);
  // Somebody before may have left out something as well.
  const trimmed = Object.hasOwn(metadata, TRIMMED) ? `${metadata[TRIMMED]}; ${now}` : now;
  const mark = create(ErrorInfoSchema, { metadata: { [TRIMMED]: trimmed } });
  // A serialized message that follows another is merged with it, and of two entries the last one counts.
  const marked = concatBytes([bytes, toBinary(ErrorInfoSchema, mark)]);
  return new BinaryDetail({ typeUrl, value: marked });
}

function describe({ dropped, shortened }: TrimmedParts): string {
  const counts = new Map<string, number>();
  for (const { type } of dropped) {
    const name = shortName(type);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const words = [
    ...Array.from(counts, ([name, count]) => (count === 1 ? name : `${count} ${name}`)),
    ...shortened.map(({ type, kept, of }) => `${of - kept} of ${of} ${shortName(type)} violations`),
  ];
  return shorten(words.join(", "), MAX_CHARACTERS);
}

/** The last part of a type's name; what others sent may be none. */
function shortName(type: string): string {
  return /^\w{1,40}$/.exec(type.slice(type.lastIndexOf(".") + 1))?.[0] ?? "unknown";
}
