import { Code, type ErrorCode, isErrorCode, parseCode } from "./code.js";

/** What a value that should say why a call failed can say: a code of gRPC, or an HTTP status. */
export interface CodeReading {
  readonly code?: ErrorCode;
  readonly http?: number;
}

/**
 * Words for failures that are no names of gRPC: slugs of OpenAI and of those that speak like it, of
 * Gemini Interactions and SpeechKit, and HTTP's own phrases. They are families rather than a list, since
 * providers add members all the time. The first that fits counts.
 */
const WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/not_?found|no_?such/, Code.NOT_FOUND],
  [/rate_?limit|quota|too_?many|payment|throttl|exhausted/, Code.RESOURCE_EXHAUSTED],
  [/unauthori[sz]ed|unauthenticated|authentication|api_?key|invalid_?token/, Code.UNAUTHENTICATED],
  [/forbidden|permission|access_?denied/, Code.PERMISSION_DENIED],
  [/overloaded|unavailable|bad_?gateway/, Code.UNAVAILABLE],
  [/time_?d?_?out|deadline/, Code.DEADLINE_EXCEEDED],
  [/already_?exists/, Code.ALREADY_EXISTS],
  [/conflict|aborted/, Code.ABORTED],
  [/not_?(implemented|allowed)/, Code.UNIMPLEMENTED],
  [/precondition|state_required/, Code.FAILED_PRECONDITION],
  [/range/, Code.OUT_OF_RANGE],
  [/data_?loss/, Code.DATA_LOSS],
  [/cancell?ed/, Code.CANCELLED],
  [/^(api|server)_?error|internal/, Code.INTERNAL],
  [
    /invalid|bad_?request|parameter|context_?length|validation|unprocessable/,
    Code.INVALID_ARGUMENT,
  ],
];

/** Longest word that is looked at; what is longer is a sentence. */
const MAX_WORD = 64;

/** Reads a code in any form in which bodies have it: a number, a name in any spelling, an HTTP status, a slug. */
export function readCode(value: unknown): CodeReading {
  if (typeof value !== "string" && typeof value !== "number") return {};
  const code = parseCode(value);
  if (code !== undefined) return isErrorCode(code) ? { code } : {};
  const http = Number(value);
  if (isHttpFailure(http)) return { http };
  const slug = String(value).slice(0, MAX_WORD).trim().toLowerCase().replace(/[\s-]/g, "_");
  const word = WORDS.find(([pattern]) => pattern.test(slug));
  return word === undefined ? {} : { code: word[1] };
}

/** Whether a number is an HTTP status that means failure. */
export function isHttpFailure(status: unknown): status is number {
  return Number.isInteger(status) && Number(status) >= 300 && Number(status) < 600;
}
