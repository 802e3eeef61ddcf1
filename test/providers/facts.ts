/** What a provider's documentation says of one error, as its table has it. */
export interface Fact {
  /** Number of gRPC's code; for providers without gRPC the nearest one. */
  readonly number: number;
  readonly name: string;
  readonly httpStatus: number;
  /** Who can mend it, in the table's words; absent where the table does not say. */
  readonly who?: string;
}

/** Reads a table: number, HTTP status, name, and who, a row a line. */
function facts(table: string): readonly Fact[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [number = "", httpStatus = "", name = "", who] = line.split("|").map((s) => s.trim());
      const fact = { number: Number(number), name, httpStatus: Number(httpStatus) };
      return who === undefined ? fact : { ...fact, who };
    });
}

/** The tables of the providers, by id; typed in from their documentation. */
export const FACTS: Readonly<Record<string, readonly Fact[]>> = {
  // https://yandex.cloud/docs/api-design-guide/concepts/errors
  "yandex-cloud": facts(`
     1 | 499 | CANCELLED
     2 | 500 | UNKNOWN
     3 | 400 | INVALID_ARGUMENT
     4 | 504 | DEADLINE_EXCEEDED
     5 | 404 | NOT_FOUND
     6 | 409 | ALREADY_EXISTS
     7 | 403 | PERMISSION_DENIED
     8 | 429 | RESOURCE_EXHAUSTED
     9 | 400 | FAILED_PRECONDITION
    10 | 409 | ABORTED
    11 | 400 | OUT_OF_RANGE
    12 | 501 | NOT_IMPLEMENTED
    13 | 500 | INTERNAL
    14 | 503 | UNAVAILABLE
    15 | 500 | DATA_LOSS
    16 | 401 | UNAUTHENTICATED`),
  // https://yandex.cloud/docs/translate/api-ref/errors-handling
  "yandex-translate": facts(`
     1 | 499 | CANCELLED
     2 | 500 | UNKNOWN
     3 | 400 | INVALID_ARGUMENT
     4 | 504 | DEADLINE_EXCEEDED
     5 | 404 | NOT_FOUND
     6 | 409 | ALREADY_EXISTS
     7 | 403 | PERMISSION_DENIED
     8 | 429 | RESOURCE_EXHAUSTED
     9 | 400 | FAILED_PRECONDITION
    10 | 409 | ABORTED
    11 | 400 | OUT_OF_RANGE
    12 | 501 | NOT_IMPLEMENTED
    13 | 500 | INTERNAL
    14 | 503 | UNAVAILABLE
    15 | 500 | DATA_LOSS
    16 | 401 | UNAUTHENTICATED`),
  // https://aistudio.yandex.ru/docs/en/ai-studio/troubleshooting/error-codes
  "yandex-ai-studio": facts(`
     0 | 200 | OK                 | nobody
     3 | 400 | INVALID_ARGUMENT   | caller
     4 | 504 | DEADLINE_EXCEEDED  | retry
     7 | 403 | PERMISSION_DENIED  | account owner
     8 | 429 | RESOURCE_EXHAUSTED | wait or support
    12 | 501 | UNIMPLEMENTED      | provider
    13 | 500 | INTERNAL           | provider
    14 | 503 | UNAVAILABLE        | retry
    16 | 401 | UNAUTHENTICATED    | caller`),
  // https://ai.google.dev/gemini-api/docs/troubleshooting
  gemini: facts(`
     3 | 400 | INVALID_ARGUMENT    | caller
     9 | 400 | FAILED_PRECONDITION | account owner
     7 | 403 | PERMISSION_DENIED   | account owner
     5 | 404 | NOT_FOUND           | caller
     8 | 429 | RESOURCE_EXHAUSTED  | wait or account owner
    13 | 500 | INTERNAL            | retry
    14 | 503 | UNAVAILABLE         | retry
     4 | 504 | DEADLINE_EXCEEDED   | caller`),
  // https://docs.fireworks.ai/guides/inference-error-codes
  fireworks: facts(`
     3 | 400 | Bad Request           | caller
    16 | 401 | Unauthorized          | caller
     9 | 402 | Payment Required      | account owner
     7 | 403 | Forbidden             | caller
     5 | 404 | Not Found             | caller
    12 | 405 | Method Not Allowed    | caller
     4 | 408 | Request Timeout       | retry
     9 | 412 | Precondition Failed   | account owner
     3 | 413 | Payload Too Large     | caller
     8 | 429 | Over Quota            | wait or account owner
    13 | 500 | Internal Server Error | provider
    14 | 502 | Bad Gateway           | retry
    14 | 503 | Service Unavailable   | retry
     4 | 504 | Gateway Timeout       | retry
     2 | 520 | Unknown Error         | retry`),
};
