import type { JsonObject } from "@bufbuild/protobuf";
import { type Code, ConnectError } from "@connectrpc/connect";
import { attachReceived } from "../error/received.js";
import { RpcError } from "../error/rpc-error.js";
import { anyBytes } from "../status/details/any-bytes.js";
import type { Detail } from "../status/details/detail.js";
import { detailToJson } from "../status/details/detail-json.js";
import { isReservedHeader } from "../status/reserved-headers.js";
import { decodeAny } from "../wire/any.js";
import { encodeBase64 } from "../wire/base64.js";
import type { HeaderValue } from "../wire/headers.js";
import { typeNameFromUrl } from "../wire/type-url.js";
import { wellFormed } from "../wire/utf8.js";

/**
 * The `ConnectError` that stands for an error, with its details: what a Connect handler throws where the
 * server interceptor is not registered. `RpcError.from` gives back the error it was made of.
 *
 * @param error - anything: it goes through {@link RpcError.from} first. The caller decides what may go
 *   out: of code, message and details nothing is withheld. Headers go along only of an error made in this
 *   process, never those of another server's answer.
 */
export function toConnectError(error: unknown): ConnectError {
  const rpcError = RpcError.from(error);
  const headers = rpcError.isDecoded ? [] : ownHeaders(rpcError);
  return connectErrorOf(rpcError, headers, error);
}

/** The headers that an error was made with, but for the names that belong to the protocol. */
export function ownHeaders(error: RpcError): ErrorHeader[] {
  return [...error.metadata].filter(([name]) => !isReservedHeader(name));
}

/** A header as the metadata of an error has it. */
export type ErrorHeader = readonly [name: string, value: HeaderValue];

/**
 * The `ConnectError` of a failure that a client received, with all its headers.
 *
 * @param error - what was decoded.
 */
export function receivedConnectError(error: RpcError): ConnectError {
  return connectErrorOf(error, error.metadata, error);
}

/**
 * The `ConnectError` of an error, with the headers that are given.
 *
 * @param cause - what the error was made of.
 */
export function connectErrorOf(
  error: RpcError,
  headers: Iterable<ErrorHeader>,
  cause: unknown,
): ConnectError {
  const connectError = new ConnectError(
    // A lone surrogate would leave a client without an answer.
    wellFormed(error.message),
    // The numbers of Connect's codes are gRPC's.
    error.code as number as Code,
    headersOf(headers),
    undefined,
    cause,
  );
  connectError.details = error.details.flatMap(connectDetail);
  attachReceived(connectError, { via: error.via, error, decodedFrom: connectError });
  return connectError;
}

/** A detail as Connect keeps those that it received. */
interface ConnectDetail {
  readonly type: string;
  readonly value: Uint8Array;
  /** Readable form for people. */
  readonly debug: JsonObject;
}

/** What stands for a detail in a `ConnectError`; nothing where it does not encode. */
export function connectDetail(detail: Detail): ConnectDetail[] {
  const any = anyBytes(detail);
  if (any === undefined) return [];
  const { typeUrl, value } = decodeAny(any);
  const connectDetail = {
    type: typeNameFromUrl(typeUrl),
    value,
    /** Read only where the answer is JSON. */
    get debug(): JsonObject {
      const { "@type": _, ...fields } = detailToJson(detail);
      return fields;
    },
  };
  return [connectDetail];
}

function headersOf(entries: Iterable<ErrorHeader>): Headers {
  const headers = new Headers();
  for (const [name, value] of entries) {
    try {
      headers.append(name, typeof value === "string" ? value : encodeBase64(value));
    } catch {
      // No legal header: the error is worth more than this one.
    }
  }
  return headers;
}
