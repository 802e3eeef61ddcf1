import type { Metadata } from "@grpc/grpc-js";
import {
  type AttemptHeaders,
  attemptHeaders,
  type RetryInterceptorOptions,
} from "../../retry/interceptor-options.js";

/** What the attempts of one call send as metadata. */
export class AttemptMetadata {
  readonly #own: Metadata;
  /** The caller's own as it was before the layers below added to it. */
  readonly #pristine: Metadata;
  readonly #headers: AttemptHeaders;

  /**
   * @param own - the caller's, which stays as it is.
   * @param idempotent - whether the call may happen twice without a key.
   */
  constructor(limits: RetryInterceptorOptions, own: Metadata, idempotent: boolean) {
    const caller = { has: (name: string) => own.get(name).length > 0 };
    this.#headers = attemptHeaders(limits, caller, idempotent);
    this.#pristine = own.clone();
    this.#own = own;
  }

  /** Whether the server knows the call again. */
  get isKeyed(): boolean {
    return this.#headers.isKeyed;
  }

  /** The metadata of an attempt, counted from 1. */
  of(attempt: number): Metadata {
    const headers = this.#headers.of(attempt);
    if (attempt === 1 && headers.length === 0) return this.#own;
    const metadata = this.#pristine.clone();
    for (const [name, value] of headers) metadata.set(name, value);
    return metadata;
  }
}
