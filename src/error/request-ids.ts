import type { RequestInfo } from "../../gen/google/rpc/error_details_pb.js";
import type { ErrorMetadata } from "../status/metadata.js";

/** Headers that carry an id of the request, the server's own first. */
const ID_HEADERS = [
  "x-request-id",
  "x-server-trace-id",
  "x-client-request-id",
  "x-client-trace-id",
];

/** All ids of a failed request that support can search for, each once. */
export function collectRequestIds(
  infos: readonly RequestInfo[],
  metadata: ErrorMetadata,
): string[] {
  const fromHeaders = ID_HEADERS.flatMap((name) => metadata.getAll(name)).filter(
    (value) => typeof value === "string",
  );
  const ids = [...infos.map(({ requestId }) => requestId), ...fromHeaders];
  return [...new Set(ids.filter((id) => id !== ""))];
}
