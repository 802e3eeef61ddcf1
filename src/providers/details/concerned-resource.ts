import { ErrorInfoSchema, ResourceInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { maskHeader } from "../../status/secrets.js";
import { isObject, member } from "../../wire/members.js";
import type { ExplainedResource } from "../explanation.js";
import { shown } from "./shown.js";

/**
 * What an error is about: its `ResourceInfo`, else the resource that its `ErrorInfo` names, else what the failed
 * operation worked on.
 */
export function concernedResource(error: RpcError): ExplainedResource | undefined {
  const info = error
    .findAll(ResourceInfoSchema)
    .find(({ resourceName, resourceType }) => resourceName !== "" || resourceType !== "");
  if (info !== undefined) {
    return {
      type: shown(info.resourceType),
      name: shown(info.resourceName),
      ...(info.owner !== "" && { owner: shown(info.owner) }),
      ...(info.description !== "" && { description: shown(info.description) }),
    };
  }
  const named = error
    .findAll(ErrorInfoSchema)
    .map(({ metadata }) => metadata.resource ?? metadata.resource_name ?? "")
    .find((name) => name !== "");
  return named === undefined
    ? ofOperation(error)
    : { type: "", name: maskHeader("resource", shown(named)) };
}

/** An `OperationFailedError` says `{ shelfId: "s1" }`. */
function ofOperation(error: RpcError): ExplainedResource | undefined {
  const ids = member(error, "resourceIds");
  const [[key, id] = []] = isObject(ids) ? Object.entries(ids) : [];
  if (key === undefined || typeof id !== "string") return undefined;
  return { type: shown(key.replace(/Id$/, "")), name: shown(id) };
}
