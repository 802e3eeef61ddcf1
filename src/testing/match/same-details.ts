import { equals } from "@bufbuild/protobuf";
import type { Detail, OwnDetail } from "../../status/details/detail.js";
import { detailToJson } from "../../status/details/detail-json.js";
import { knownSchema } from "../../status/known-types.js";
import type { MatcherContext } from "./matcher-context.js";

/** Whether two lists of details say the same in the same order, whatever carried them: bytes, JSON, a message. */
export function sameDetails(
  found: readonly Detail[],
  wanted: readonly Detail[],
  context: MatcherContext,
): boolean {
  if (found.length !== wanted.length) return false;
  return wanted.every((one, index) =>
    sameDetail(found[index] as OwnDetail, one as OwnDetail, context),
  );
}

function sameDetail(found: OwnDetail, wanted: OwnDetail, context: MatcherContext): boolean {
  const schema = wanted.schema ?? knownSchema(wanted.type);
  const message = schema && wanted.as(schema);
  const other = schema && found.as(schema);
  if (schema && message && other) return equals(schema, other, message);
  return context.equals(detailToJson(found), detailToJson(wanted));
}
