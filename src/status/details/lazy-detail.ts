import type { DescMessage, JsonObject, Message, MessageShape } from "@bufbuild/protobuf";
import { type Problem, problem } from "../../wire/problem.js";
import { typeNameFromUrl } from "../../wire/type-url.js";
import { knownSchema } from "../known-types.js";
import type { OwnDetail } from "./detail.js";

/** A detail that was received, and is decoded when somebody asks for its value. */
export abstract class LazyDetail implements OwnDetail {
  abstract readonly typeUrl: string;
  abstract readonly bytes: Uint8Array | undefined;
  abstract readonly json: JsonObject | undefined;
  #decoded: { readonly value?: Message; readonly problem?: Problem } | undefined;

  get type(): string {
    return typeNameFromUrl(this.typeUrl);
  }

  get value(): Message | undefined {
    return this.#decode().value;
  }

  get problem(): Problem | undefined {
    return this.#decode().problem;
  }

  as<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> | undefined {
    const { type } = this;
    if (type !== schema.typeName || this.damage !== undefined) return undefined;
    if (knownSchema(type) === schema) return this.value as MessageShape<Desc> | undefined;
    try {
      return this.decodeWith(schema);
    } catch {
      return undefined;
    }
  }

  /**
   * Where the detail itself is cut off or worse: what is left may well decode, and be another message.
   */
  protected get damage(): string | undefined {
    return undefined;
  }

  /**
   * Decodes the content.
   *
   * @throws whatever tells that it does not fit.
   */
  protected abstract decodeWith<Desc extends DescMessage>(schema: Desc): MessageShape<Desc>;

  #decode(): { readonly value?: Message; readonly problem?: Problem } {
    this.#decoded ??= this.#decodeNow();
    return this.#decoded;
  }

  #decodeNow(): { readonly value?: Message; readonly problem?: Problem } {
    const { type, damage } = this;
    if (damage !== undefined) return { problem: problem("detail", `damaged at ${damage}`, type) };
    const schema = knownSchema(type);
    if (schema === undefined) return { problem: problem("unknown-type", "unknown type", type) };
    try {
      return { value: this.decodeWith(schema) };
    } catch (cause) {
      return { problem: problem("detail", `does not decode as ${type}`, cause) };
    }
  }
}
