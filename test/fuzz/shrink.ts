import type { JsonValue } from "@bufbuild/protobuf";

/** How many smaller ones are tried: what is left by then is small enough to look at. */
const MAX_TRIES = 3_000;
/** How long it may take, where each of them is slow. */
const MAX_MS = 10_000;

/**
 * A smaller value that fails as well: members, entries and pieces of text are left out as long as it still does.
 *
 * @param fails - whether a value shows what the first one showed. May throw for what is no input at all.
 */
export function shrink<T>(value: T, fails: (smaller: T) => boolean): T {
  let smallest = value;
  let tries = 0;
  const start = performance.now();
  const attempt = (smaller: JsonValue): boolean => {
    if (++tries > MAX_TRIES || performance.now() - start > MAX_MS) return false;
    try {
      if (!fails(smaller as T)) return false;
    } catch {
      return false;
    }
    smallest = smaller as T;
    return true;
  };
  // Each success begins anew, with the smaller value.
  while ([...smallerOnes(smallest as JsonValue)].some(attempt));
  return smallest;
}

/** Values that lack one thing, the largest pieces first. */
function* smallerOnes(value: JsonValue): Generator<JsonValue> {
  if (typeof value === "string") yield* shorterTexts(value);
  if (typeof value === "number" && value !== 0) yield 0;
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) yield* shorterLists(value);
  for (const key of Object.keys(value)) {
    const inner = Object.getOwnPropertyDescriptor(value, key)?.value as JsonValue;
    if (!Array.isArray(value)) yield withMember(value, key, undefined);
    if (inner !== null && typeof inner === "object") yield withMember(value, key, null);
    for (const smaller of smallerOnes(inner)) yield withMember(value, key, smaller);
  }
}

function* shorterTexts(text: string): Generator<string> {
  for (
    let size = Math.ceil(text.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    const step = Math.max(size, Math.ceil(text.length / 200));
    for (let at = 0; at < text.length; at += step) yield text.slice(0, at) + text.slice(at + size);
  }
}

function* shorterLists(list: readonly JsonValue[]): Generator<JsonValue[]> {
  for (
    let size = Math.ceil(list.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < list.length; at += size)
      yield [...list.slice(0, at), ...list.slice(at + size)];
  }
}

/** The same object or list with one member changed, or without it. */
function withMember(holder: object, key: string, value: JsonValue | undefined): JsonValue {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(holder)).filter(
    ([name]) => name !== "length",
  );
  const changed = entries.flatMap(([name, descriptor]) => {
    if (name !== key) return [[name, descriptor] as const];
    return value === undefined ? [] : [[name, { ...descriptor, value }] as const];
  });
  const target: JsonValue = Array.isArray(holder) ? [] : {};
  for (const [name, descriptor] of changed) Object.defineProperty(target, name, descriptor);
  return target;
}
