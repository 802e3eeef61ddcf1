import {
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { hasMoreValues } from "../../wire/count-values.js";
import { isJsonObject } from "../../wire/members.js";
import { type Problem, problem } from "../../wire/problem.js";
import { knownSchema } from "../known-types.js";
import { LazyDetail } from "./lazy-detail.js";
import { mendJson } from "./mend-json.js";

/** A detail that came as ProtoJSON, or what was meant to be: an object with `@type` and the fields of the message. */
export class JsonDetail extends LazyDetail {
  readonly json: JsonObject;
  readonly typeUrl: string;

  #mended: Problem | undefined;

  /**
   * @param mended - what was wrong with what stands now in `json`.
   */
  constructor(json: JsonObject, mended?: Problem) {
    super();
    this.#mended = mended;
    // Some services write " @type ".
    const key = Object.keys(json).find((name) => name.trim() === "@type");
    const typeUrl = key === undefined ? undefined : json[key];
    this.json = json;
    this.typeUrl = typeof typeUrl === "string" ? typeUrl : "";
  }

  get bytes(): Uint8Array | undefined {
    const { value } = this;
    const schema = knownSchema(this.type);
    return schema && value && toBinary(schema, value);
  }

  /** What had to be mended is a problem, though the value is there. */
  override get problem(): Problem | undefined {
    return super.problem ?? this.#mended;
  }

  /** @throws RangeError for what has more members than any detail: reading it would take its time. */
  protected decodeWith<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> {
    if (hasMoreValues(MAX_MEMBERS, this.json))
      throw new RangeError(`more than ${MAX_MEMBERS} members`);
    // A null prototype: a member called __proto__ is data here.
    const fields: Record<string, JsonValue> = Object.assign(Object.create(null), this.json);
    delete fields["@type"];
    // Types with a JSON form of their own (Duration, Timestamp, Struct, …) stand under "value" in an Any.
    const special = schema.typeName.startsWith("google.protobuf.") && "value" in fields;
    // Some put all of the message there, as if it were one of those.
    const wrapped = isJsonObject(fields.value) && Object.keys(fields).length === 1;
    const payload = special || wrapped ? (fields.value as JsonValue) : fields;
    const options = { ignoreUnknownFields: true };
    try {
      return fromJson(schema, payload, options);
    } catch (cause) {
      const value = fromJson(schema, mendJson(schema, payload) ?? {}, options);
      this.#mended = problem("json", `${this.type} is not in ProtoJSON`, cause);
      return value;
    }
  }
}

/** How many values a detail may have, in it and in all that is in it: more than the longest stack. */
const MAX_MEMBERS = 4_096;
