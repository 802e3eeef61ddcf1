import type { JsonObject } from "@bufbuild/protobuf";
import { type Code, ConnectError } from "@connectrpc/connect";
import { attachReceived } from "../error/received.js";
import { RpcError } from "../error/rpc-error.js";
import type { Detail } from "../status/details/detail.js";
import { detailToJson } from "../status/details/detail-json.js";
import { encodeBase64 } from "../wire/base64.js";
import { wellFormed } from "../wire/utf8.js";

/**
 * The `ConnectError` that stands for an error, with its details: what a Connect handler throws where the
 * server interceptor is not registered, and what the client interceptor throws. `RpcError.from` gives
 * back the error it was made of.
 *
 * @param error - anything: it goes through {@link RpcError.from} first. The caller decides what may go out:
 *   nothing is withheld here.
 */
export function toConnectError(error: unknown): ConnectError {
  const rpcError = RpcError.from(error);
  // The numbers of Connect's codes are gRPC's. A lone surrogate would leave a client without answer.
  const connectError = new ConnectError(
    wellFormed(rpcError.message),
    rpcError.code as number as Code,
    headersOf(rpcError),
    undefined,
    error,
  );
  connectError.details = rpcError.details.flatMap(connectDetail);
  attachReceived(connectError, { via: rpcError.via, error: rpcError, decodedFrom: connectError });
  return connectError;
}

function connectDetail(detail: Detail): ConnectError["details"] {
  const { bytes, type } = detail;
  if (bytes === undefined) return [];
  const connectDetail = {
    type,
    value: bytes,
    /** Readable form for people, read only where the answer is JSON. */
    get debug(): JsonObject {
      const { "@type": _, ...fields } = detailToJson(detail);
      return fields;
    },
  };
  return [connectDetail];
}

/**
 * Names that belong to a protocol or a connection. Connect filters most of them, but a length or an
 * encoding of another answer would break this one.
 */
const RESERVED =
  /^(grpc-.*|connect-.*|content-.*|te|trailer|transfer-encoding|connection|keep-alive|date|host|:.*)$/;

function headersOf(error: RpcError): Headers {
  const headers = new Headers();
  for (const [name, value] of error.metadata) {
    if (RESERVED.test(name) && !error.isDecoded) continue;
    try {
      headers.append(name, typeof value === "string" ? value : encodeBase64(value));
    } catch {
      // No legal header: the error is worth more than this one.
    }
  }
  return headers;
}
