import { create, type DescMessage, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "../../status/code.js";
import { settleCode } from "../../status/combine-status.js";
import { BinaryDetail } from "../../status/details/binary-detail.js";
import type { Detail } from "../../status/details/detail.js";
import { MessageDetail } from "../../status/details/message-detail.js";
import type { ErrorOrigin, ErrorParts, ErrorVia } from "../../status/error-parts.js";
import { type HeadersLike, headerValues } from "../../wire/headers.js";
import { member, members } from "../../wire/members.js";
import { type Problem, problem } from "../../wire/problem.js";
import { typeUrlFromName } from "../../wire/type-url.js";
import { receivedCall } from "../received.js";
import { partsFromSystemError } from "./system-error.js";

/** The members of Connect's error that this library reads. */
interface ConnectErrorLike {
  readonly code: number;
  readonly rawMessage: string;
  readonly metadata: HeadersLike;
  /** Received: `{ type, value }` with bytes. Made here: `{ desc, value }` with an init object. */
  readonly details: readonly unknown[];
  readonly cause?: unknown;
}

/** Recognises a `ConnectError` of any copy of `@connectrpc/connect`. */
export function partsFromConnectError(value: object): ErrorParts | undefined {
  const error = readConnectError(value);
  if (error === undefined) return undefined;
  const received = receivedCall(value);
  const via = received?.via ?? viaOf(error.metadata);
  const problems: Problem[] = [];
  const details = error.details.flatMap((detail, index) => readDetail(detail, index, problems));
  const network = error.code === Code.UNKNOWN ? networkFailure(error.cause) : undefined;
  return {
    // Of a browser's fetch that got no answer Connect knows no more than its text.
    code: network?.code ?? settleCode(error.code, problems),
    message: error.rawMessage,
    details,
    via,
    origin: originOf(error, received !== undefined),
    metadata: [error.metadata, received?.headers],
    httpStatus: httpStatusOf(error.rawMessage),
    problems,
  };
}

function readConnectError(value: object): ConnectErrorLike | undefined {
  const { code, rawMessage, metadata, details, cause } = members(
    value,
    "code",
    "rawMessage",
    "metadata",
    "details",
    "cause",
  );
  if (typeof code !== "number" || typeof rawMessage !== "string") return undefined;
  if (typeof metadata !== "object" || !Array.isArray(details)) return undefined;
  return { code, rawMessage, metadata: (metadata ?? {}) as HeadersLike, details, cause };
}

function readDetail(detail: unknown, index: number, problems: Problem[]): Detail[] {
  const { type, value, desc } = members(detail, "type", "value", "desc");
  if (typeof type === "string" && value instanceof Uint8Array) {
    // A server that writes a type URL where Connect wants a name is understood all the same.
    const typeUrl = type.includes("/") ? type : typeUrlFromName(type);
    return [new BinaryDetail({ typeUrl, value })];
  }
  const schema = desc as DescMessage | undefined;
  if (schema?.kind === "message" && typeof value === "object" && value !== null) {
    return [new MessageDetail(schema, create(schema, value as MessageInitShape<DescMessage>))];
  }
  problems.push({
    ...problem("detail", "no bytes, no schema"),
    detail: index,
  });
  return [];
}

function viaOf(metadata: HeadersLike): ErrorVia {
  const [contentType] = headerValues(metadata, "content-type");
  return typeof contentType === "string" ? viaFromContentType(contentType) : "local";
}

/** Which of Connect's three protocols a content type belongs to. */
export function viaFromContentType(contentType: string): "grpc" | "grpc-web" | "connect" {
  if (contentType.startsWith("application/grpc-web")) return "grpc-web";
  return contentType.startsWith("application/grpc") ? "grpc" : "connect";
}

/** How Connect words an answer that is not the service's, and for Node a stream that the peer reset. */
const BROKEN = /^HTTP (\d{3})$|^http\/2 stream closed/;

function httpStatusOf(message: string): number | undefined {
  const status = BROKEN.exec(message)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** How Connect words a deadline of the caller. */
const DEADLINE = /^the operation timed out/;

/** @param called - whether an interceptor saw the call, so that the error was not simply made here. */
function originOf(
  { code, rawMessage, metadata, cause }: ConnectErrorLike,
  called: boolean,
): ErrorOrigin {
  if (BROKEN.test(rawMessage) || networkFailure(cause)) return "transport";
  if (headerValues(metadata, "content-type").length > 0) return "server";
  const local = !called || code === Code.CANCELLED || DEADLINE.test(rawMessage);
  return local ? "local" : "transport";
}

/** Node's HTTP client gives the system's error itself, `fetch` one that was caused by it. */
function networkFailure(cause: unknown): ErrorParts | undefined {
  return (
    partsFromSystemError(Object(cause)) ?? partsFromSystemError(Object(member(cause, "cause")))
  );
}
