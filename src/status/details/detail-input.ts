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
  if (schema !== undefined) return fromSchema(schema as DescMessage, value, where);
  if (typeof typeUrl === "string") {
    if ((value as unknown) instanceof Uint8Array) {
      return new BinaryDetail({ typeUrl, value: value as unknown as Uint8Array });
    }
    if (bytes instanceof Uint8Array) return new BinaryDetail({ typeUrl, value: bytes });
    if (typeof json === "object" && json !== null) return new JsonDetail(json);
  }
  if (isMessage(input)) {
    const known = knownSchema(input.$typeName);
    if (known !== undefined) return new MessageDetail(known, input);
    throw new TypeError(
      `${where}: the schema of ${input.$typeName} is not known here, pass { schema, value }`,
    );
  }
  throw new TypeError(
    `${where} must be a message, { schema, value }, an Any or a Detail, not ${describe(input)}`,
  );
}

function isOwnDetail(input: unknown): input is OwnDetail {
  return (
    input instanceof BinaryDetail || input instanceof MessageDetail || input instanceof JsonDetail
  );
}

function fromSchema(schema: DescMessage, value: unknown, where: string): OwnDetail {
  if (schema?.kind !== "message" || typeof value !== "object" || value === null) {
    throw new TypeError(`${where}: { schema, value } needs a message schema and an object`);
  }
  return new MessageDetail(schema, create(schema, value as MessageInitShape<DescMessage>));
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return value === null
    ? "null"
    : typeof value === "object"
      ? "an object of another shape"
      : String(value);
}
