import { type DescMessage, fromBinary, type JsonObject, type Registry } from "@bufbuild/protobuf";
import { members } from "../wire/members.js";
import { type Problem, problem } from "../wire/problem.js";
import { typeNameFromUrl } from "../wire/type-url.js";
import { anyJsonType, decodeAnyJson } from "./any-json.js";
import { type PackedBytes, packedBytes } from "./packed-bytes.js";
import { wellKnownSchema } from "./well-known-types.js";

/** What an operation holds as its response or metadata. */
export interface Payload {
  /** The message, or the payload as it came. */
  readonly value: unknown;
  /** Why the payload stayed as it came, though its type is known or another one was asked for. */
  readonly problem?: Problem;
}

/** What may be known of the type of a payload. */
export interface PayloadTypes {
  /** The only type that will do, whatever else is known. */
  readonly wanted?: DescMessage | undefined;
  /** The type that the method's option names. */
  readonly named?: DescMessage | undefined;
  readonly registry?: Registry | undefined;
}

/**
 * Decodes the `Any` that an operation holds as its response or metadata: a message of any library, or
 * ProtoJSON. Its own type URL says what it is. Total: a payload of an unknown type stays as it came, and
 * so does a damaged one, with a problem.
 */
export function readPayload(payload: unknown, types: PayloadTypes): Payload {
  if (payload === undefined || payload === null) return { value: undefined };
  // ProtoJSON first: a message may have a member called typeUrl.
  const jsonType = anyJsonType(payload);
  const packed = jsonType === undefined ? packedBytes(payload) : undefined;
  const typeUrl = jsonType ?? packed?.typeUrl;
  const typeName = typeUrl === undefined ? messageType(payload) : typeNameFromUrl(typeUrl);
  const { wanted } = types;
  if (wanted !== undefined && wanted.typeName !== typeName)
    return {
      value: payload,
      problem: problem("detail", `not of type ${wanted.typeName}`, typeName),
    };
  // A message that somebody decoded already is left to its owner.
  const schema = typeUrl === undefined ? undefined : schemaOf(typeName, types);
  if (schema === undefined) return { value: payload };
  try {
    return { value: decode(schema, packed, payload, types.registry) };
  } catch (cause) {
    return { value: payload, problem: problem("detail", `does not decode as ${typeName}`, cause) };
  }
}

/** The type URL of a payload, for messages to people. */
export function payloadType(payload: unknown): string {
  const typeUrl = anyJsonType(payload) ?? packedBytes(payload)?.typeUrl ?? messageType(payload);
  return typeUrl === "" ? "of no known type" : typeUrl;
}

function schemaOf(
  typeName: string,
  { wanted, named, registry }: PayloadTypes,
): DescMessage | undefined {
  if (wanted !== undefined) return wanted;
  if (named?.typeName === typeName) return named;
  return registry?.getMessage(typeName) ?? wellKnownSchema(typeName);
}

function decode(
  schema: DescMessage,
  packed: PackedBytes | undefined,
  payload: unknown,
  registry: Registry | undefined,
): unknown {
  if (packed === undefined) return decodeAnyJson(schema, payload as JsonObject, registry);
  if (packed.bytes === undefined) throw new TypeError("its value is no bytes");
  return fromBinary(schema, packed.bytes);
}

function messageType(payload: unknown): string {
  const { $typeName, $type } = members(payload, "$typeName", "$type");
  const type = $typeName ?? $type;
  return typeof type === "string" ? type : "";
}
