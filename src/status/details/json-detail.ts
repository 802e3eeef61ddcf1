import {
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { knownSchema } from "../known-types.js";
import { LazyDetail } from "./lazy-detail.js";

/** A detail that came as ProtoJSON: an object with `@type` and the fields of the message. */
export class JsonDetail extends LazyDetail {
  readonly json: JsonObject;
  readonly typeUrl: string;

  constructor(json: JsonObject) {
    super();
    const typeUrl = json["@type"];
    this.json = json;
    this.typeUrl = typeof typeUrl === "string" ? typeUrl : "";
  }

  get bytes(): Uint8Array | undefined {
    const { value } = this;
    const schema = knownSchema(this.type);
    return schema && value && toBinary(schema, value);
  }

  protected decodeWith<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> {
    // A null prototype: a member called __proto__ is data here.
    const fields: Record<string, JsonValue> = Object.assign(Object.create(null), this.json);
    delete fields["@type"];
    // Types with a JSON form of their own (Duration, Timestamp, Struct, …) stand under "value" in an Any.
    const special = schema.typeName.startsWith("google.protobuf.") && "value" in fields;
    const payload = special ? (fields.value as JsonValue) : fields;
    return fromJson(schema, payload, { ignoreUnknownFields: true });
  }
}
