import {
  create,
  type DescMessage,
  isMessage,
  type Message,
  type MessageInitShape,
} from "@bufbuild/protobuf";
import { knownSchema } from "../known-types.js";
import { BinaryDetail } from "./binary-detail.js";
import type { Detail, OwnDetail } from "./detail.js";
import { JsonDetail } from "./json-detail.js";
import { LazyDetail } from "./lazy-detail.js";
import { MessageDetail } from "./message-detail.js";

/** A detail of a type that this library does not carry: the message, and the schema it follows. */
export interface CustomDetail<Desc extends DescMessage = DescMessage> {
  readonly schema: Desc;
  readonly value: MessageInitShape<Desc>;
}

/** A serialized detail, as `google.protobuf.Any` holds it. */
export interface RawDetail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/**
 * What an error takes as a detail: a message of google.rpc (what the builders return), a message of
 * another type with its schema, an `Any`, or a {@link Detail} of another error.
 */
export type DetailInput = Message | CustomDetail | RawDetail | Detail;

/**
 * Turns what a caller gave into a detail.
 *
 * @throws TypeError that names the value, where it is none of the accepted shapes.
 */
export function detailFromInput(input: DetailInput, where: string): OwnDetail {
  if (isOwnDetail(input)) return input;
  const { schema, typeUrl, value, bytes, json } = (input ?? {}) as Partial<
    CustomDetail & RawDetail & Detail
  >;
  if (schema?.kind === "message" && typeof value === "object" && value !== null) {
    return new MessageDetail(schema, create(schema, value as MessageInitShape<DescMessage>));
  }
  if (typeof typeUrl === "string") {
    const raw: unknown = value instanceof Uint8Array ? value : bytes;
    if (raw instanceof Uint8Array) return new BinaryDetail({ typeUrl, value: raw });
    if (typeof json === "object" && json !== null) return new JsonDetail(json);
  }
  if (isMessage(input)) {
    const known = knownSchema(input.$typeName);
    if (known !== undefined) return new MessageDetail(known, input);
    throw new TypeError(`${where}: pass { schema, value } for ${input.$typeName}`);
  }
  throw new TypeError(
    `${where} must be a message, { schema, value }, an Any or a Detail, not ${describe(input)}`,
  );
}

function isOwnDetail(input: unknown): input is OwnDetail {
  return input instanceof LazyDetail || input instanceof MessageDetail;
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return "an object of another shape";
  return typeof value === "string" ? `"${value.slice(0, 40)}"` : String(value);
}
