import { htmlMessage, isHtml, textMessage } from "../dialects/html.js";
import { partsFromBody } from "../dialects/parts-from-body.js";
import { partsFromText } from "../dialects/parts-from-text.js";
import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import type { ErrorParts } from "../status/error-parts.js";
import type { HeadersLike } from "../wire/headers.js";
import { keptBody } from "./failure.js";
import type { StreamMessage } from "./message-splitter.js";

/** What is known of the answer that a stream came in. */
export interface StreamAnswer {
  readonly httpStatus: number | undefined;
  readonly headers: HeadersLike | undefined;
  readonly contentType: string;
}

/** The error that came by as a message of a stream; `undefined` for a message. */
export function errorFromMessage(
  { value, failed = false, contentType }: StreamMessage,
  answer: StreamAnswer,
): RpcError | undefined {
  const context = {
    failed,
    httpStatus: answer.httpStatus ?? 200,
    contentType: contentType ?? answer.contentType,
  };
  const text = failed && typeof value === "string" ? value : undefined;
  const said = text === undefined ? partsFromBody(value, context) : partsFromText(text, context);
  const parts = said ?? (failed ? partsOfWords(text ?? "") : undefined);
  if (parts === undefined) return undefined;
  const metadata = [...(parts.metadata ?? []), answer.headers];
  return RpcError.fromParts({ ...parts, metadata, body: keptBody(value) });
}

/** An error that says nothing for programs. */
function partsOfWords(text: string): ErrorParts {
  const html = isHtml(text);
  return {
    code: Code.UNKNOWN,
    message: html ? htmlMessage(text) : textMessage(text),
    details: [],
    origin: "transport",
    via: "rest",
    dialect: html ? "html" : "text",
    problems: [],
  };
}
