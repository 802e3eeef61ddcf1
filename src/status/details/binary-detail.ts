import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { type AnyFields, decodeAny } from "../../wire/any.js";
import { decodeMessage } from "./decode-message.js";
import { LazyDetail } from "./lazy-detail.js";

/** A detail that came as bytes: a serialized `Any`, or its two fields. */
export class BinaryDetail extends LazyDetail {
  readonly #source: Uint8Array | AnyFields;
  readonly #start: number | undefined;
  readonly #end: number | undefined;
  #fields: AnyFields | undefined;

  /**
   * @param start - where the serialized `Any` begins in a larger `source`.
   * @param end - where it ends.
   */
  constructor(source: Uint8Array | AnyFields, start?: number, end?: number) {
    super();
    this.#source = source;
    this.#start = start;
    this.#end = end;
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

  get raw(): Uint8Array | undefined {
    const source = this.#source;
    return source instanceof Uint8Array ? source.subarray(this.#start, this.#end) : undefined;
  }

  protected override get damage(): string | undefined {
    return this.#any().damage;
  }

  protected decodeWith<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> {
    return decodeMessage(schema, this.bytes) as MessageShape<Desc>;
  }

  #any(): AnyFields {
    const source = this.#source;
    this.#fields ??=
      source instanceof Uint8Array ? decodeAny(source, this.#start, this.#end) : source;
    return this.#fields;
  }
}
