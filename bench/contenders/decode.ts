import { type DescMessage, fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import { decodeBinaryHeader } from "@connectrpc/connect";
import { findTrailerError } from "@connectrpc/connect/protocol-grpc";
import { Metadata } from "@grpc/grpc-js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { fiveDetails, fiveDetailsBytes } from "../../test/fixtures/five-details.js";
import type { Library } from "../compiled.js";
import type { Contender } from "../interleave.js";
import { GoogleErrorDecoder, niceGrpc } from "./peers.js";
import { fiveSchemas } from "./schemas.js";

const bytes = fiveDetailsBytes;
const base64 = Buffer.from(bytes).toString("base64").replace(/=+$/, "");
const trailers = new Headers({
  "grpc-status": String(fiveDetails.code),
  "grpc-message": encodeURIComponent(fiveDetails.message),
  "grpc-status-details-bin": base64,
});
const gax = new GoogleErrorDecoder();

const pick = ({ code, message }: { code: number; message: string }) => [code, message];

/** Code and message alone, from the bytes of a status. Peers do what they offer that costs least. */
export function codeAndMessage({ wire }: Library): Contender[] {
  return [
    { name: "rpc-status", run: () => pick(wire.decodeStatusDetails(bytes)) },
    { name: "protobuf-es", run: () => pick(fromBinary(StatusSchema, bytes)) },
    { name: "nice-grpc-error-details", run: () => pick(niceGrpc.Status.decode(bytes)) },
    { name: "google-gax (statusType.decode)", run: () => pick(gax.statusType.decode(bytes)) },
    { name: "google-gax (decodeRpcStatus)", run: () => pick(gax.decodeRpcStatus(bytes)) },
  ];
}

/** All five details, from the bytes of a status. */
export function allFive({ wire }: Library): Contender[] {
  return [
    {
      name: "rpc-status",
      run: () => wire.decodeStatusDetails(bytes).details.map(({ value }) => value),
    },
    {
      name: "protobuf-es (the schemas in order)",
      run: () =>
        fromBinary(StatusSchema, bytes).details.map((any, i) =>
          fromBinary(fiveSchemas[i] as DescMessage, any.value),
        ),
    },
    {
      name: "protobuf-es (anyUnpack)",
      run: () =>
        fromBinary(StatusSchema, bytes).details.map((any, i) =>
          anyUnpack(any, fiveSchemas[i] as DescMessage),
        ),
    },
    {
      name: "nice-grpc-error-details",
      run: () => niceGrpc.decodeErrorDetails(niceGrpc.Status.decode(bytes).details),
    },
    { name: "google-gax", run: () => gax.decodeGRPCStatusDetails([bytes]).details },
  ];
}

/** Code and message alone, from base64 as HTTP carries it. */
export function fromBase64({ wire }: Library): Contender[] {
  return [
    { name: "rpc-status", run: () => pick(wire.decodeStatusDetails(base64)) },
    { name: "Connect", run: () => pick(decodeBinaryHeader(base64, StatusSchema)) },
    {
      name: "nice-grpc-error-details (and Buffer)",
      run: () => pick(niceGrpc.Status.decode(Buffer.from(base64, "base64"))),
    },
  ];
}

/** From the trailers of a call to an error object, with and without its details. */
export function fromTrailers({ root, wire }: Library): Contender[] {
  const { decodeTrailers } = wire;
  const metadata = new Metadata();
  metadata.set("content-type", "application/grpc");
  metadata.set("grpc-status-details-bin", Buffer.from(bytes));
  const serviceError = Object.assign(new Error("3 INVALID_ARGUMENT"), {
    code: fiveDetails.code,
    details: fiveDetails.message,
    metadata,
  });
  return [
    {
      name: "rpc-status, code and message",
      run: () => {
        const error = decodeTrailers(trailers);
        return [error?.code, error?.message];
      },
    },
    {
      name: "Connect, code and message",
      run: () => {
        const error = findTrailerError(trailers);
        return [error?.code, error?.rawMessage];
      },
    },
    {
      name: "rpc-status, all five",
      run: () => decodeTrailers(trailers)?.details.map(({ value }) => value),
    },
    {
      name: "Connect, all five",
      run: () => {
        const error = findTrailerError(trailers);
        return fiveSchemas.flatMap((schema) => error?.findDetails(schema) ?? []);
      },
    },
    {
      name: "rpc-status, RpcError.from(ServiceError), code and message",
      run: () => {
        const error = root.RpcError.from(serviceError);
        return [error.code, error.message];
      },
    },
    {
      name: "rpc-status, RpcError.from(ServiceError), all five",
      run: () => root.RpcError.from(serviceError).details.map(({ value }) => value),
    },
    { name: "new Error, for scale", run: () => new Error(fiveDetails.message) },
  ];
}
