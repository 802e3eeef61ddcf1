import type { JsonObject } from "@bufbuild/protobuf";
import { isJsonObject, member } from "../wire/members.js";

/** The object under `error`, where most bodies keep what went wrong. */
export function innerError(body: JsonObject): JsonObject | undefined {
  return isJsonObject(body.error) ? body.error : undefined;
}

/** Whether `details` is a list with an entry that names its protobuf type. */
export function hasTypedDetails({ details }: JsonObject): boolean {
  return Array.isArray(details) && details.some((one) => member(one, "@type") !== undefined);
}
