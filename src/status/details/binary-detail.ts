import { type DescMessage, fromBinary, type Message, type MessageShape } from "@bufbuild/protobuf";
import { type AnyFields, decodeAny, encodeAny } from "../../wire/any.js";
import { type Problem, problem } from "../../wire/problem.js";
import { typeNameFromUrl } from "../../wire/type-url.js";
import { knownSchema } from "../known-types.js";
import type { OwnDetail } from "./detail.js";

/** A detail that came as bytes: a serialized `Any`, or its two fields. */
export class BinaryDetail implements OwnDetail {
  readonly #source: Uint8Array | AnyFields;
  #fields: AnyFields | undefined;
  #decoded: { value?: Message; problem?: Problem } | undefined;

  constructor(source: Uint8Array | AnyFields) {
    this.#source = source;
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
    if (this.type !== schema.typeName) return undefined;
    if (knownSchema(schema.typeName) === schema)
      return this.value as MessageShape<Desc> | undefined;
    try {
      return fromBinary(schema, this.bytes);
    } catch {
      return undefined;
    }
  }

  anyBytes(): Uint8Array {
    return this.#source instanceof Uint8Array ? this.#source : encodeAny(this.typeUrl, this.bytes);
  }

  #any(): AnyFields {
    this.#fields ??= this.#source instanceof Uint8Array ? decodeAny(this.#source) : this.#source;
    return this.#fields;
  }

  #decode(): { value?: Message; problem?: Problem } {
    this.#decoded ??= decodeFields(this.#any());
    return this.#decoded;
  }
}

function decodeFields(any: AnyFields): { value?: Message; problem?: Problem } {
  const type = typeNameFromUrl(any.typeUrl);
  if (any.damage !== undefined) {
    return { problem: problem("detail", `the detail ends in damage: ${any.damage}`, type) };
  }
  const schema = knownSchema(type);
  if (schema === undefined)
    return { problem: problem("unknown-type", "no schema for this type", type) };
  try {
    return { value: fromBinary(schema, any.value) };
  } catch (cause) {
    return { problem: problem("detail", `the detail does not decode as ${type}`, cause) };
  }
}
