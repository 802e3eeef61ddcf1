import { type HeadersLike, headerValues } from "../wire/headers.js";
import type { MessageSplitter } from "./message-splitter.js";
import { ConnectSplitter } from "./split-connect.js";
import { JsonSplitter } from "./split-json.js";
import { SseSplitter } from "./split-sse.js";
import { TextSplitter } from "./split-text.js";
import { UndecidedSplitter } from "./split-undecided.js";
import { formatFromContentType, type StreamFormat } from "./stream-format.js";

/** What is known of a stream before its first byte. */
export interface StreamHead {
  readonly format?: StreamFormat;
  readonly contentType: string;
  readonly headers: HeadersLike | undefined;
}

/** The splitter for a stream: as the caller says, as the content type says, or as the first bytes look. */
export function createSplitter(head: StreamHead, maxMessageBytes: number): MessageSplitter {
  const choose = (format: StreamFormat | "text") => splitterOf(format, head, maxMessageBytes);
  const format = head.format ?? formatFromContentType(head.contentType);
  return format ? choose(format) : new UndecidedSplitter(choose);
}

function splitterOf(
  format: StreamFormat | "text",
  { contentType, headers }: StreamHead,
  maxMessageBytes: number,
): MessageSplitter {
  if (format === "sse") return new SseSplitter(maxMessageBytes);
  if (format === "text") return new TextSplitter();
  if (format !== "connect") return new JsonSplitter(format, maxMessageBytes);
  const encoding = String(headerValues(headers, "connect-content-encoding")[0] ?? "");
  return new ConnectSplitter(maxMessageBytes, { contentType, encoding });
}
