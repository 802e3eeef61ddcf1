import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { searchedText } from "./searched-text.js";

/**
 * How implementations of gRPC word that a message is larger than one of the peers takes: grpc-js, Go, C++ and
 * Python; Connect; Java; .NET; and Rust.
 */
const TOO_LARGE =
  /\bmessage (?:after decompression |that decompresses to a size |with a size |size (?:\d{1,20} )?is |is )?larger than\b|\bmessage exceeds (?:the )?(?:maximum|configured)\b|\bmessage length too large\b/i;

/** Whether a message, in either direction, was larger than allowed: the next one is as large. */
export function isMessageTooLarge({ code, message }: RpcError): boolean {
  return code === Code.RESOURCE_EXHAUSTED && TOO_LARGE.test(searchedText(message));
}
