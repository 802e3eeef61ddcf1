import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { ConnectError } from "@connectrpc/connect";
import { setTrailerStatus } from "@connectrpc/connect/protocol-grpc";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../../test/fixtures/five-details.js";
import type { Library } from "../compiled.js";
import type { Contender } from "../interleave.js";
import { niceGrpc } from "./peers.js";
import { messagesWithSchemas } from "./schemas.js";

const { code, message } = fiveDetails;

/** From five messages to the bytes of a status. */
export function encodeBytes({ wire }: Library): Contender[] {
  const tsProto = niceGrpc.decodeErrorDetails(niceGrpc.Status.decode(fiveDetailsBytes).details);
  return [
    {
      name: "rpc-status",
      run: () => wire.encodeStatusDetails({ code, message, details: fiveMessages }),
    },
    {
      name: "protobuf-es",
      run: () => {
        const details = messagesWithSchemas.map(([schema, value]) => anyPack(schema, value));
        return toBinary(StatusSchema, create(StatusSchema, { code, message, details }));
      },
    },
    {
      name: "nice-grpc-error-details",
      run: () =>
        niceGrpc.Status.encode(
          niceGrpc.Status.fromPartial({
            code,
            message,
            details: niceGrpc.encodeErrorDetails(tsProto),
          }),
        ).finish(),
    },
  ];
}

/** From an error with five details to its trailers. */
export function encodeTrailers({ root, wire }: Library): Contender[] {
  const ours = () => new root.RpcError("INVALID_ARGUMENT", message, { details: fiveMessages });
  const connect = () =>
    new ConnectError(
      message,
      code,
      undefined,
      messagesWithSchemas.map(([desc, value]) => ({ desc, value })),
    );
  return [
    { name: "rpc-status", run: () => wire.encodeTrailers(ours()) },
    { name: "Connect", run: () => setTrailerStatus(new Headers(), connect()) },
    { name: "rpc-status, new RpcError alone", run: ours },
    { name: "Connect, new ConnectError alone", run: connect },
  ];
}
