export { decodeTrailers } from "../error/decode-trailers.js";
export {
  decodeStatusDetails,
  encodeStatusDetails,
  type StatusDetails,
  type StatusInit,
} from "../status/status-details.js";
export { encodeTrailers, type StatusTrailers } from "../status/trailers.js";
export { decodeGrpcMessage, encodeGrpcMessage } from "../wire/grpc-message.js";
