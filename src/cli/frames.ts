import { gunzip } from "./gunzip.js";
import { headerFromLine } from "./header-lines.js";
import { MAX_INPUT_BYTES } from "./read-input.js";

/** How a body of frames ends: with the trailers of gRPC-Web, or the last message of a Connect stream. */
export type StreamEnd =
  | { readonly protocol: "grpc-web"; readonly trailers: readonly (readonly [string, string])[] }
  | { readonly protocol: "connect"; readonly json: string };

const COMPRESSED = 0x01;
const CONNECT_END = 0x02;
const GRPC_WEB_TRAILERS = 0x80;

/** Flag and length. */
const PREFIX_BYTES = 5;

/**
 * Reads the end of a stream out of the body that holds it: frames of a flag, a length and as many bytes.
 * `undefined` unless the bytes are frames throughout, the last one an end.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 * @see https://connectrpc.com/docs/protocol#streaming-response
 */
export function readStreamEnd(bytes: Uint8Array): StreamEnd | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + PREFIX_BYTES <= bytes.length) {
    const flag = bytes[at] ?? 0;
    const start = at + PREFIX_BYTES;
    at = start + view.getUint32(at + 1);
    if (at !== bytes.length) continue;
    const payload = bytes.subarray(start, at);
    return endFrom(flag, flag & COMPRESSED ? gunzip(payload, MAX_INPUT_BYTES) : payload);
  }
  return undefined;
}

function endFrom(flag: number, payload: Uint8Array): StreamEnd | undefined {
  const text = new TextDecoder().decode(payload);
  const kind = flag & ~COMPRESSED;
  if (kind === CONNECT_END) return { protocol: "connect", json: text };
  if (kind !== GRPC_WEB_TRAILERS) return undefined;
  const trailers = text.split(/\r?\n/).flatMap((line) => {
    const header = headerFromLine(line);
    return header === undefined ? [] : [header];
  });
  return { protocol: "grpc-web", trailers };
}
