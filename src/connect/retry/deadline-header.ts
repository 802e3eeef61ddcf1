import { viaFromContentType } from "../../error/from/connect-error.js";

/** How long a call may take, as the header of its protocol says it. */
export interface CallDeadline {
  /** The header, which may be missing. */
  readonly name: "connect-timeout-ms" | "grpc-timeout";
  /** What it says, in milliseconds; `undefined` where it is missing or says nothing. */
  readonly timeoutMs: number | undefined;
}

/** Milliseconds of the units of gRPC. */
const UNITS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/**
 * Reads how long a call may take. Transports write more digits than the protocols allow, and fractions.
 *
 * @see https://connectrpc.com/docs/protocol#unary-request
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
export function readDeadline(header: Headers): CallDeadline {
  const via = viaFromContentType(header.get("content-type") ?? "");
  const name = via === "connect" ? "connect-timeout-ms" : "grpc-timeout";
  const [, digits, unit = "m"] = PATTERNS[name].exec(header.get(name) ?? "") ?? [];
  return {
    name,
    timeoutMs: digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 1),
  };
}

const PATTERNS = {
  "connect-timeout-ms": /^(\d{1,20}(?:\.\d{1,20})?)$/,
  "grpc-timeout": /^(\d{1,20}(?:\.\d{1,20})?)([HMSmun])$/,
};

/** The most that gRPC's eight digits and Connect's ten say. */
const MAX_GRPC = 99_999_999;
const MAX_CONNECT = 9_999_999_999;

/** Writes how long an attempt may take: rather a millisecond too much than none. */
export function writeDeadline(header: Headers, { name }: CallDeadline, timeoutMs: number): void {
  const ms = Math.max(1, Math.ceil(timeoutMs));
  header.set(name, name === "grpc-timeout" ? grpcTimeout(ms) : String(Math.min(ms, MAX_CONNECT)));
}

function grpcTimeout(ms: number): string {
  if (ms <= MAX_GRPC) return `${ms}m`;
  return `${Math.min(Math.ceil(ms / 1_000), MAX_GRPC)}S`;
}
