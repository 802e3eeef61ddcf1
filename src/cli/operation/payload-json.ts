import {
  isMessage,
  type JsonObject,
  type JsonValue,
  type Registry,
  toJson,
} from "@bufbuild/protobuf";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { anyJsonType } from "../../operation/any-json.js";
import { encodeBase64 } from "../../wire/base64.js";
import { isJsonObject } from "../../wire/members.js";
import { isDeeperThan } from "../is-deeper-than.js";

/**
 * The response or metadata of an operation as JSON, `@type` first: ProtoJSON as it came, or what an `Any` holds.
 * The bytes of one whose type nobody knows, or that is damaged, stand in base64 under `@value`. Total.
 *
 * @param payload - as an answer over gRPC or REST has it.
 */
export function payloadJson(payload: unknown, registry: Registry): JsonValue | undefined {
  if (payload === undefined) return undefined;
  if (isMessage(payload, AnySchema)) return anyJson(payload, registry);
  if (!isDeeperThan(MAX_LEVELS, payload)) return payload as JsonValue;
  return { "@type": anyJsonType(payload) ?? "" };
}

function anyJson(any: Any, registry: Registry): JsonObject {
  try {
    const json = toJson(AnySchema, any, { registry });
    if (isJsonObject(json)) return { "@type": any.typeUrl, ...json };
  } catch {
    // Its bytes are left.
  }
  return { "@type": any.typeUrl, "@value": encodeBase64(any.value) };
}

/** As deep as JSON can be written again; nothing that is meant for somebody is nested so. */
const MAX_LEVELS = 500;
