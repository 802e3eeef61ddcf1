import { member, members } from "../../wire/members.js";
import { showValue } from "../../wire/show-value.js";
import { type GrpcClientLike, type GrpcMetadataLike, grpcClientCall } from "./grpc-client-call.js";
import type { Provided } from "./provided.js";
import { checkHeaders, type HeadersInput } from "./sent-headers.js";
import { type TransportLike, transportCall } from "./transport-call.js";
import type { UnaryCall } from "./unary-call.js";

/** What carries calls: a client of grpc-js, of any service on the same channel, or a transport of Connect. */
export type ClientOrTransport = GrpcClientLike | TransportLike;

/** What each call sends along. */
export interface CallerOptions {
  /** A grpc-js `Metadata`, or what gives it for each call. For a grpc-js client alone. */
  readonly metadata?: Provided<GrpcMetadataLike>;
  /** Headers, or what gives them for each call. For a Connect transport alone. */
  readonly headers?: Provided<HeadersInput>;
}

/**
 * Gives what makes calls over a client or a transport, which is known by its shape: neither grpc-js nor Connect
 * need be installed.
 *
 * @throws TypeError for anything else, and for an option that belongs to the other of the two.
 */
export function callerOf(carrier: ClientOrTransport, options: CallerOptions = {}): UnaryCall {
  const { metadata, headers } = options;
  if (isClient(carrier)) {
    if (headers !== undefined) throw new TypeError("a gRPC client takes metadata, not headers");
    checkMetadata(metadata);
    return grpcClientCall(carrier, metadata);
  }
  if (isTransport(carrier)) {
    if (metadata !== undefined) {
      throw new TypeError("a Connect transport takes headers, not metadata");
    }
    checkHeaders(headers);
    return transportCall(carrier, headers);
  }
  throw new TypeError(`a gRPC client or a Connect transport is needed, not ${describe(carrier)}`);
}

function isClient(value: unknown): value is GrpcClientLike {
  return typeof member(value, "makeUnaryRequest") === "function";
}

function isTransport(value: unknown): value is TransportLike {
  const { unary, stream } = members(value, "unary", "stream");
  return typeof unary === "function" && typeof stream === "function";
}

function checkMetadata(metadata: unknown): void {
  if (metadata === undefined || typeof metadata === "function") return;
  if (typeof member(metadata, "getMap") === "function") return;
  throw new TypeError(`metadata must be a Metadata of gRPC, not ${describe(metadata)}`);
}

function describe(value: unknown): string {
  if (typeof member(value, "createCall") === "function") {
    return "a channel: make a client of it, new Client(address, credentials, { channelOverride: channel })";
  }
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null
    ? "an object of another shape"
    : showValue(value);
}
