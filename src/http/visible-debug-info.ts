import { DebugInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import type { Detail, OwnDetail } from "../status/details/detail.js";

/**
 * Details as the encoders of bodies write all of them. On their own they leave every `DebugInfo` behind; one
 * that a policy has let out goes under no name that they know it by.
 */
export function withVisibleDebugInfo(details: readonly Detail[]): readonly Detail[] {
  return details.map((detail) =>
    detail.type === DebugInfoSchema.typeName ? unnamed(detail) : detail,
  );
}

function unnamed(detail: Detail): OwnDetail {
  const { typeUrl, value, bytes, json, problem, raw } = detail as OwnDetail;
  const schema = DebugInfoSchema;
  return { type: "", typeUrl, value, bytes, json, problem, raw, schema, as: () => undefined };
}
