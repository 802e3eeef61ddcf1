import { type DescMessage, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { type Problem, problem } from "../../wire/problem.js";
import { typeUrlFromName } from "../../wire/type-url.js";
import type { OwnDetail } from "./detail.js";

/** A detail made in this process, of a message and its schema. */
export class MessageDetail implements OwnDetail {
  readonly value: Message;
  readonly schema: DescMessage;
  #encoded: { bytes?: Uint8Array; problem?: Problem } | undefined;

  constructor(schema: DescMessage, value: Message) {
    this.schema = schema;
    this.value = value;
  }

  get type(): string {
    return this.schema.typeName;
  }

  get typeUrl(): string {
    return typeUrlFromName(this.schema.typeName);
  }

  get bytes(): Uint8Array | undefined {
    return this.#encode().bytes;
  }

  get json(): undefined {
    return undefined;
  }

  get problem(): Problem | undefined {
    return this.#encode().problem;
  }

  as<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> | undefined {
    return schema.typeName === this.type ? (this.value as MessageShape<Desc>) : undefined;
  }

  #encode(): { bytes?: Uint8Array; problem?: Problem } {
    this.#encoded ??= encode(this.schema, this.value);
    return this.#encoded;
  }
}

function encode(schema: DescMessage, value: Message): { bytes?: Uint8Array; problem?: Problem } {
  try {
    return { bytes: toBinary(schema, value) };
  } catch (cause) {
    return {
      problem: problem("detail", `does not encode as ${schema.typeName}`, cause),
    };
  }
}
