import { type DescMessage, fromBinary, type Message, type MessageShape } from "@bufbuild/protobuf";
import { type AnyFields, decodeAny, encodeAny } from "../../wire/any.js";
import { type Problem, problem } from "../../wire/problem.js";
import { typeNameFromUrl } from "../../wire/type-url.js";
import { knownSchema } from "../known-types.js";
import { decodeMessage } from "./decode-message.js";
import type { OwnDetail } from "./detail.js";
import { readTypeUrl, schemaFromUrl } from "./type-urls.js";

/** A detail that came as bytes: a serialized `Any`, or its two fields. */
export class BinaryDetail implements OwnDetail {
  readonly #source: Uint8Array | AnyFields;
  readonly #start: number | undefined;
  readonly #end: number | undefined;
  #fields: AnyFields | undefined;
  #decoded: { value?: Message; problem?: Problem } | undefined;

  /**
   * @param start - where the serialized `Any` begins in a larger `source`.
   * @param end - where it ends.
   */
  constructor(source: Uint8Array | AnyFields, start?: number, end?: number) {
    this.#source = source;
    this.#start = start;
    this.#end = end;
  }

  get type(): string {
    return typeNameFromUrl(this.typeUrl);
  }

  get typeUrl(): string {
    return this.#any().typeUrl;
  }

  get bytes(): Uint8Array {
    return this.#any().value;
  }

  get json(): undefined {
    return undefined;
  }

  get value(): Message | undefined {
    return this.#decode().value;
  }

  get problem(): Problem | undefined {
    return this.#decode().problem;
  }

  as<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> | undefined {
    if (this.type !== schema.typeName || this.#any().damage !== undefined) return undefined;
    if (knownSchema(schema.typeName) === schema)
      return this.value as MessageShape<Desc> | undefined;
    try {
      return fromBinary(schema, this.bytes);
    } catch {
      return undefined;
    }
  }

  anyBytes(): Uint8Array {
    return this.#source instanceof Uint8Array
      ? this.#source.subarray(this.#start, this.#end)
      : encodeAny(this.typeUrl, this.bytes);
  }

  #any(): AnyFields {
    this.#fields ??=
      this.#source instanceof Uint8Array
        ? decodeAny(this.#source, this.#start, this.#end, readTypeUrl)
        : this.#source;
    return this.#fields;
  }

  #decode(): { value?: Message; problem?: Problem } {
    this.#decoded ??= decodeFields(this.#any());
    return this.#decoded;
  }
}

function decodeFields({ typeUrl, value, damage }: AnyFields): {
  value?: Message;
  problem?: Problem;
} {
  const schema = schemaFromUrl(typeUrl);
  if (schema !== undefined && damage === undefined) {
    try {
      return { value: decodeMessage(schema, value) };
    } catch (cause) {
      return {
        problem: problem("detail", `the detail does not decode as ${schema.typeName}`, cause),
      };
    }
  }
  const type = typeNameFromUrl(typeUrl);
  return {
    problem:
      damage === undefined
        ? problem("unknown-type", "no schema for this type", type)
        : problem("detail", `the detail ends in damage: ${damage}`, type),
  };
}
