import { errorChain } from "../../error/error-chain.js";
import type { RpcError } from "../../error/rpc-error.js";
import { isObject, member, members } from "../../wire/members.js";
import { typeNameFromUrl } from "../../wire/type-url.js";

/** How long a name may be to be looked at. */
const MAX_NAME = 1_024;

/**
 * The types of messages that came with an error: of its details, of its operation's metadata and response, and the
 * service that was called, where nice-grpc says it (`/yandex.cloud.ai.translate.v2.TranslationService/Translate`).
 */
export function messageTypesOf(value: unknown, error: RpcError): readonly string[] {
  const names = errorChain(value).flatMap((one) => {
    const { path, snapshot } = members(one, "path", "snapshot");
    return [path, ...operationTypes(member(snapshot, "raw")), ...operationTypes(one)];
  });
  return [...error.details.map(({ type }) => type), ...names.flatMap(typeName)];
}

/** Types of an operation as JSON (`@type`) or as a message (`Any`, `$typeName`). */
function operationTypes(operation: unknown): readonly unknown[] {
  const { metadata, response, result, $typeName } = members(operation, ...OPERATION);
  return [$typeName, ...[metadata, response, member(result, "value")].flatMap(anyTypes)];
}

const OPERATION = ["metadata", "response", "result", "$typeName"] as const;

function anyTypes(any: unknown): readonly unknown[] {
  if (!isObject(any)) return [];
  return ["@type", "typeUrl", "type_url", "$typeName", "$type"].map((name) => member(any, name));
}

function typeName(name: unknown): string[] {
  if (typeof name !== "string" || name === "" || name.length > MAX_NAME) return [];
  // Of a method's path the service, of a type URL what follows the last slash.
  const [service] = /^\/?([\w.]+)\/\w+$/.exec(name)?.slice(1) ?? [];
  return [name.startsWith("/") && service !== undefined ? service : typeNameFromUrl(name)];
}
