import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";

/** Whether a body is Yandex SpeechKit's: `{ error_code: "UNAUTHORIZED", error_message: "text" }`. */
export function isSpeechKit({ error_code, error_message }: JsonObject): boolean {
  return typeof error_code === "string" && typeof (error_message ?? "") === "string";
}

/** Decodes a body of Yandex SpeechKit, whose codes are the words of HTTP. Total. */
export function decodeSpeechKit(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  return partsOfBody({
    grpc: [body.error_code],
    httpStatus,
    messages: [body.error_message],
    problems: [],
  });
}
