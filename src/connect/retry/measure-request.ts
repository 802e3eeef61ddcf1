import { type DescMethodStreaming, type Message, toBinary } from "@bufbuild/protobuf";

/** What stands before each message of a stream. */
const FRAME_HEAD_BYTES = 5;

/**
 * How long a request is when it is sent, in bytes, for requests of a method. The single one of a stream of
 * answers is not worth measuring.
 */
export function measureRequest(method: DescMethodStreaming): (message: Message) => number {
  if (method.methodKind === "server_streaming") return () => 0;
  return (message) => {
    try {
      return FRAME_HEAD_BYTES + toBinary(method.input, message).length;
    } catch {
      // The transport will say what is wrong with it.
      return Number.POSITIVE_INFINITY;
    }
  };
}
