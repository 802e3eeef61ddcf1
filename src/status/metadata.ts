import { encodeBase64 } from "../wire/base64.js";
import { forEachHeader, type HeadersLike, type HeaderValue } from "../wire/headers.js";
import { maskHeader } from "./secrets.js";

const INSPECT = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/**
 * Where an error's metadata keeps the error itself. grpc-js passes on only the metadata of what a
 * handler calls back with; through it the server interceptor finds the whole error again.
 */
export const METADATA_OWNER: symbol = /* @__PURE__ */ Symbol.for("rpc-status.owner");

/**
 * Headers and trailers that came with an error: a read-only multimap. Names are in lower case; values
 * are text, or bytes under names that end in `-bin`. Printing it shows no secrets; reading it does.
 */
export class ErrorMetadata implements Iterable<readonly [string, HeaderValue]> {
  readonly #sources: readonly unknown[];
  #values: Map<string, HeaderValue[]> | undefined;

  /**
   * @param owner - the error that this belongs to.
   * @param sources - read at the first access, in this order.
   */
  constructor(owner: object, sources: readonly (HeadersLike | undefined)[]) {
    Object.defineProperty(this, METADATA_OWNER, { value: owner });
    this.#sources = sources;
  }

  /** How many names there are. */
  get size(): number {
    return this.#read().size;
  }

  /** The first value of a header as text, in base64 where it is bytes. */
  get(name: string): string | undefined {
    const value = this.getAll(name)[0];
    return typeof value === "string" || value === undefined ? value : encodeBase64(value);
  }

  /** Every value of a header, as it came. */
  getAll(name: string): readonly HeaderValue[] {
    return this.#read().get(name.toLowerCase()) ?? [];
  }

  /** Whether there is such a header, whatever the case of its name. */
  has(name: string): boolean {
    return this.#read().has(name.toLowerCase());
  }

  /** Each name, in lower case, with each of its values. */
  *[Symbol.iterator](): IterableIterator<readonly [string, HeaderValue]> {
    for (const [name, values] of this.#read()) for (const value of values) yield [name, value];
  }

  /** Names with their values as text, secrets masked. */
  toJSON(): Record<string, string[]> {
    const text = (value: HeaderValue) => (typeof value === "string" ? value : encodeBase64(value));
    return Object.fromEntries(
      Array.from(this.#read(), ([name, values]) => [
        name,
        values.map((value) => maskHeader(name, text(value))),
      ]),
    );
  }

  /** @hidden */
  [INSPECT](): Record<string, string[]> {
    return this.toJSON();
  }

  /**
   * An empty stand-in with the two methods that grpc-js calls. An error handed to a grpc-js callback
   * as it is would otherwise crash the server's process instead of failing one call.
   *
   * @internal
   */
  clone(): { toHttp2Headers(): object; clone(): object } {
    const empty = { toHttp2Headers: () => ({}), clone: () => empty };
    return empty;
  }

  #read(): Map<string, HeaderValue[]> {
    if (this.#values !== undefined) return this.#values;
    const values = new Map<string, HeaderValue[]>();
    for (const source of this.#sources) {
      forEachHeader(source, (name, value) => {
        const known = values.get(name);
        if (known === undefined) values.set(name, [value]);
        else known.push(value);
      });
    }
    this.#values = values;
    return values;
  }
}
