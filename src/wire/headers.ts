import { member } from "./members.js";

/** A value as metadata carries it: text, or bytes under a name that ends in `-bin`. */
export type HeaderValue = string | Uint8Array;

/**
 * Anything that holds headers or trailers: `Headers`, a `Map`, an iterable of entries, a grpc-js
 * `Metadata` (known by its `getMap`), or a plain record as `node:http2` gives it.
 */
export type HeadersLike =
  | Iterable<readonly [string, unknown]>
  | {
      /** The first value of each name. */
      getMap(): object;
      /** All values of each name. */
      toHttp2Headers(): object;
    }
  | Readonly<Record<string, unknown>>;

/**
 * Calls `visit` for every value in `headers`, names in lower case, several values one by one. Total:
 * what cannot be read is passed over.
 */
export function forEachHeader(
  headers: unknown,
  visit: (name: string, value: HeaderValue) => void,
): void {
  try {
    for (const entry of entriesOf(headers)) {
      if (!Array.isArray(entry)) continue;
      const [name, value] = entry as readonly unknown[];
      if (typeof name === "string") visitValue(name.toLowerCase(), value, visit);
    }
  } catch {
    // An iterator of a foreign object threw: what was met so far counts.
  }
}

/** All values of one header, its name given in lower case. Total. */
export function headerValues(headers: unknown, name: string): HeaderValue[] {
  const values: HeaderValue[] = [];
  const collect = (key: string, value: HeaderValue) => {
    if (key === name) values.push(value);
  };
  try {
    // Metadata and Headers find a name without a walk over all of them, whatever its case.
    const { get } = headers as { get?: unknown };
    if (typeof get !== "function" || headers instanceof Map) forEachHeader(headers, collect);
    else visitValue(name, get.call(headers, name), collect);
  } catch {
    // As in forEachHeader: a foreign object that throws has no such header.
  }
  return values;
}

function entriesOf(headers: unknown): Iterable<unknown> {
  if (typeof headers !== "object" || headers === null) return [];
  const { getMap, get } = headers as Partial<GrpcMetadata>;
  // grpc-js: getMap() gives only the first value of each name, toHttp2Headers() gives base64 text.
  if (getMap && get) return Object.keys(getMap.call(headers)).map((k) => [k, get.call(headers, k)]);
  if (Symbol.iterator in headers) return headers as Iterable<unknown>;
  return Object.keys(headers).map((name) => [name, member(headers, name)]);
}

interface GrpcMetadata {
  getMap(): object;
  get(key: string): readonly unknown[];
}

function visitValue(
  name: string,
  value: unknown,
  visit: (name: string, value: HeaderValue) => void,
): void {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const one of values) {
    if (typeof one === "string" || one instanceof Uint8Array) visit(name, one);
    else if (typeof one === "number") visit(name, String(one));
  }
}
