import { readOperation } from "../dialects/operation.js";
import { isObject } from "../wire/members.js";
import type { OperationSnapshot } from "./operation-snapshot.js";

/** How many values of a payload are looked at; one with more counts as changed each time. */
const MAX_VALUES = 10_000;

/**
 * A number that stays the same as long as a snapshot says the same of how far its operation is: state, metadata
 * and error, as they came, so that nothing has to be decoded for it. `NaN`, which equals nothing, where they
 * cannot be read or are too much. Total.
 *
 * Of 53 bits, so that two different ones have the same once in nine quadrillion times; no guard against somebody
 * who looks for such a pair.
 */
export function progressPrint(snapshot: OperationSnapshot): number {
  try {
    const { metadata, error } = readOperation(snapshot.raw) ?? {};
    const hash = new Hash();
    for (const value of [snapshot.state, metadata, error]) hash.add(value);
    return hash.value;
  } catch {
    // A getter of some program's that throws.
    return Number.NaN;
  }
}

/** Two hashes of 32 bits side by side, each of another start and another factor. */
class Hash {
  #high = 0xdead_beef;
  #low = 0x41c6_ce57;
  #left = MAX_VALUES;

  get value(): number {
    if (this.#left < 0) return Number.NaN;
    return (this.#high >>> 11) * 2 ** 32 + (this.#low >>> 0);
  }

  add(value: unknown): void {
    if (--this.#left < 0) return;
    if (value instanceof Uint8Array) this.#addBytes(value);
    else if (value instanceof Date) this.#addText(`date ${value.getTime()}`);
    else if (isObject(value)) this.#addMembers(value);
    else this.#addText(`${typeof value} ${String(value)}`);
  }

  /** The order of members does not count, which maps come in as they like. */
  #addMembers(value: object): void {
    const names = Object.keys(value);
    // Not even sorted: there may be a million.
    if (names.length > this.#left) this.#left = -1;
    if (this.#left < 0) return;
    this.#addText(Array.isArray(value) ? `list ${names.length}` : `object ${names.length}`);
    for (const name of names.sort()) {
      // Cycles end here.
      if (this.#left < 0) return;
      this.#addText(name);
      this.add((value as Record<string, unknown>)[name]);
    }
  }

  #addBytes(bytes: Uint8Array): void {
    this.#addText(`bytes ${bytes.length}`);
    for (const byte of bytes) this.#mix(byte);
  }

  /** With its length, so that two texts are not one. */
  #addText(text: string): void {
    this.#mix(text.length);
    for (let index = 0; index < text.length; index++) this.#mix(text.charCodeAt(index));
  }

  #mix(unit: number): void {
    this.#high = Math.imul(this.#high ^ unit, 0x9e37_79b1);
    this.#low = Math.imul(this.#low ^ unit, 0x5f35_6495);
    // What a product leaves in its low bits alone moves on.
    this.#high ^= this.#high >>> 15;
    this.#low ^= this.#low >>> 13;
  }
}
