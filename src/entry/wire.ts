/**
 * Trailers and headers of gRPC, for those who hold them in their hands.
 *
 * @module rpc-status/wire
 */

export { decodeTrailers } from "../error/decode-trailers.js";
export type { DroppedDetail, ShortenedList, TrimReport } from "../status/budget/trim-report.js";
export {
  decodeStatusDetails,
  encodeStatusDetails,
  type StatusDetails,
  type StatusInit,
} from "../status/status-details.js";
export { encodeTrailers, type StatusTrailers, type TrailerOptions } from "../status/trailers.js";
export { decodeGrpcMessage, encodeGrpcMessage } from "../wire/grpc-message.js";
