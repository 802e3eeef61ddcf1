import {
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { encodeAny } from "../../wire/any.js";
import { type Problem, problem } from "../../wire/problem.js";
import { typeNameFromUrl, typeUrlFromName } from "../../wire/type-url.js";
import { knownSchema } from "../known-types.js";
import type { OwnDetail } from "./detail.js";

/** A detail that came as ProtoJSON: an object with `@type` and the fields of the message. */
export class JsonDetail implements OwnDetail {
  readonly json: JsonObject;
  readonly typeUrl: string;
  #decoded: { value?: Message; problem?: Problem } | undefined;

  constructor(json: JsonObject) {
    this.json = json;
    const typeUrl = json["@type"];
    this.typeUrl = typeof typeUrl === "string" ? typeUrl : "";
  }

  get type(): string {
    return typeNameFromUrl(this.typeUrl);
  }

  get bytes(): Uint8Array | undefined {
    const schema = knownSchema(this.type);
    if (schema === undefined || this.value === undefined) return undefined;
    return toBinary(schema, this.value);
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
      return decodeJson(schema, this.json);
    } catch {
      return undefined;
    }
  }

  /**
   * JSON of an unknown type has no binary form. It travels as a `google.protobuf.Struct` that keeps
   * `@type` among its fields: readable by everyone, and nothing is claimed that is not known.
   */
  anyBytes(): Uint8Array | undefined {
    const bytes = this.bytes;
    if (bytes !== undefined) return encodeAny(this.typeUrl, bytes);
    try {
      const struct = fromJson(StructSchema, this.json);
      return encodeAny(typeUrlFromName(StructSchema.typeName), toBinary(StructSchema, struct));
    } catch {
      return undefined;
    }
  }

  #decode(): { value?: Message; problem?: Problem } {
    this.#decoded ??= decode(this.type, this.json);
    return this.#decoded;
  }
}

function decode(type: string, json: JsonObject): { value?: Message; problem?: Problem } {
  const schema = knownSchema(type);
  if (schema === undefined)
    return { problem: problem("unknown-type", "no schema for this type", type) };
  try {
    return { value: decodeJson(schema, json) };
  } catch (cause) {
    return { problem: problem("detail", `the detail does not decode as ${type}`, cause) };
  }
}

function decodeJson<Desc extends DescMessage>(schema: Desc, json: JsonObject): MessageShape<Desc> {
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(json)) {
    if (name !== "@type") {
      // defineProperty: a member called __proto__ is data, not this object's prototype.
      Object.defineProperty(fields, name, { value, enumerable: true });
    }
  }
  // Types with a JSON form of their own (Duration, Timestamp, Struct, …) stand under "value" in an Any.
  const special = schema.typeName.startsWith("google.protobuf.") && Object.hasOwn(fields, "value");
  const payload = special ? (fields.value as JsonValue) : fields;
  return fromJson(schema, payload, { ignoreUnknownFields: true });
}
