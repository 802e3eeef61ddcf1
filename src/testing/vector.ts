import type { CodeName } from "../status/code.js";
import type { DialectName, ErrorOrigin, ErrorVia } from "../status/error-parts.js";
import type { ProblemKind } from "../wire/problem.js";

/**
 * A golden vector: something that a service, a proxy or a client library sends or prints, and the error
 * that it stands for.
 */
export interface Vector {
  /** The group that it belongs to, such as `"aip-193"` or `"hostile"`. */
  readonly family: string;
  /** One sentence, different for each vector. */
  readonly name: string;
  /** The shape that is to be recognised; absent for a success, and where several answers are right. */
  readonly dialect?: DialectName;
  readonly input: VectorInput;
  /** What is to come out; `null` for a success. */
  readonly expect: VectorExpectation | null;
  /** Whether encoding the decoded error in the same dialect gives the body again. */
  readonly encodes?: true;
}

/** What is decoded, and by whom. */
export type VectorInput =
  /** An answer over HTTP, for `errorFromHttp`. */
  | { readonly http: VectorAnswer }
  /** The same, its body given as bytes in base64. */
  | { readonly http: Omit<VectorAnswer, "body">; readonly base64: string }
  /** Parsed JSON, for `RpcError.from`, which takes its text just as well. */
  | { readonly value: unknown }
  /** A string, for `RpcError.from`. */
  | { readonly text: string }
  /** Headers or trailers, for `decodeTrailers`. */
  | { readonly trailers: VectorHeaders };

/** Headers by name; several values of one name as a list. */
export type VectorHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An answer over HTTP. */
export interface VectorAnswer {
  readonly status: number;
  readonly headers?: VectorHeaders;
  /** A string is the text of the body; anything else is its JSON, and may be sent as text just as well. */
  readonly body?: unknown;
}

/**
 * What is known of the error. A member that is absent is left open; `null` stands for one that the
 * error must not have.
 */
export interface VectorExpectation {
  readonly code: CodeName;
  /** The whole message; or a part of it, and how many characters it may have at most. */
  readonly message: string | { readonly includes: string; readonly atMost?: number };
  /** All details in their order, see {@link VectorDetail}. */
  readonly details?: readonly VectorDetail[];
  readonly reason?: string | null;
  readonly domain?: string | null;
  readonly retryDelayMs?: number | null;
  readonly requestIds?: readonly string[];
  /** The wrong fields of every `BadRequest`; a `reason` that is absent is left open. */
  readonly fieldViolations?: readonly {
    readonly field: string;
    readonly description: string;
    readonly reason?: string;
  }[];
  readonly httpStatus?: number | null;
  readonly via?: ErrorVia;
  readonly origin?: ErrorOrigin;
  /** The kinds of all problems met, each once, sorted. */
  readonly problems?: readonly ProblemKind[];
}

/**
 * A detail, by its `@type`:
 *
 * - of a type that the library knows: proper ProtoJSON of the decoded message, however odd the input
 * - of another type: the JSON exactly as it came, or its bytes in base64 under `@value`
 * - `"@problem": "detail"` beside these: the detail is damaged, so that it has no value and kept what it
 *   came as
 */
export interface VectorDetail {
  readonly "@type"?: string;
  readonly "@value"?: string;
  readonly "@problem"?: "detail";
  readonly [member: string]: unknown;
}

/** A file of vectors, as `test/vectors` holds them. */
export interface VectorFile {
  /** What the vectors of this file have in common. */
  readonly about: string;
  readonly vectors: readonly Omit<Vector, "family">[];
}
