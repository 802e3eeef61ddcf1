import type { DescMethod } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import { FieldReader, LENGTH_DELIMITED } from "../wire/protobuf-reader.js";
import { decodeUtf8 } from "../wire/utf8.js";

/** The type names that a method's option has; empty where it says none. */
export interface OperationTypeNames {
  readonly response: string;
  readonly metadata: string;
}

/** The two options, by the number of their extension, with the numbers of their fields. */
const OPTIONS = [
  // yandex.cloud.api.operation
  { number: 87_334, metadata: 1, response: 2 },
  // google.longrunning.operation_info
  { number: 1_049, metadata: 2, response: 1 },
] as const;

/**
 * Reads which types the operation of a method carries.
 *
 * protobuf-es keeps options among the unknown fields, where they are found by their numbers: whichever copy of
 * the annotations the descriptors were made with, and without one as well.
 *
 * @returns `undefined` for a method without either option.
 */
export function operationTypeNames({ proto }: DescMethod): OperationTypeNames | undefined {
  const unknown = proto.options?.$unknown ?? [];
  for (const { number, metadata, response } of OPTIONS) {
    const values = unknown.filter(({ no, wireType }) => no === number && wireType === 2);
    if (values.length === 0) continue;
    const names = ["", "", ""];
    // One option may be written in several parts: `option (operation).response = "Shelf";`.
    for (const { data } of values) readNames(data, names);
    return { metadata: names[metadata] ?? "", response: names[response] ?? "" };
  }
  return undefined;
}

function readNames(data: Uint8Array, names: string[]): void {
  const bytes = contentOf(data);
  const reader = new FieldReader(bytes);
  while (reader.next()) {
    const { field, wireType, start, end } = reader;
    if (wireType === LENGTH_DELIMITED && field < names.length)
      names[field] = decodeUtf8(bytes, start, end);
  }
}

/** An unknown field has its length before its content. */
function contentOf(data: Uint8Array): Uint8Array {
  try {
    return new BinaryReader(data).bytes();
  } catch {
    return new Uint8Array(0);
  }
}
