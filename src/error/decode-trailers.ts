import { partsFromTrailers } from "../status/read-trailers.js";
import type { HeadersLike } from "../wire/headers.js";
import { RpcError } from "./rpc-error.js";

/**
 * Decodes the trailers of a gRPC or gRPC-Web call, or the headers of an answer that has only those.
 * Total: damage shows in the error's `problems`, code and message survive it.
 *
 * @param trailers - `Headers`, a `Map`, entries, a grpc-js `Metadata`, or a record as `node:http2` gives.
 * @returns `undefined` where `grpc-status` is 0, and where there is no status at all.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function decodeTrailers(trailers: HeadersLike): RpcError | undefined {
  const parts = partsFromTrailers(trailers, { via: "grpc" });
  return parts === undefined ? undefined : RpcError.fromParts(parts);
}
