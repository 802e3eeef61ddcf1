/** Wire types of protobuf's binary format that occur outside groups. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

/**
 * Walks the fields of one serialized message without copying. Unlike a full decoder it never throws:
 * `next()` says `false` at the end and at damage, and `damage` tells which of the two it was.
 */
export class FieldReader {
  /** Number and wire type of the field that the last `next()` found. */
  field = 0;
  wireType = 0;
  /** Value of a varint field, its low 32 bits as a signed number (what int32 keeps). */
  varint = 0;
  /** Where the payload of a length-delimited field begins and ends. */
  start = 0;
  end = 0;
  /** What was wrong with the bytes, once `next()` has stopped. */
  damage: string | undefined;
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  #pos: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#pos = start;
    this.#limit = end;
  }

  next(): boolean {
    if (this.#pos >= this.#limit) return false;
    const tag = this.#readVarint();
    if (this.damage !== undefined) return false;
    this.field = tag >>> 3;
    this.wireType = tag & 7;
    if (this.field === 0) return this.#stop("field number 0");
    switch (this.wireType) {
      case VARINT:
        this.varint = this.#readVarint();
        return this.damage === undefined;
      case LENGTH_DELIMITED: {
        const length = this.#readVarint();
        if (this.damage !== undefined) return false;
        if (length < 0 || length > this.#limit - this.#pos) return this.#stop("truncated field");
        this.start = this.#pos;
        this.end = this.#pos += length;
        return true;
      }
      case FIXED32:
        return this.#skip(4);
      case FIXED64:
        return this.#skip(8);
      default:
        return this.#stop(`wire type ${this.wireType}`);
    }
  }

  #skip(size: number): boolean {
    if (size > this.#limit - this.#pos) return this.#stop("truncated field");
    this.#pos += size;
    return true;
  }

  #stop(damage: string): false {
    this.damage = damage;
    return false;
  }

  #readVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#pos >= this.#limit) {
        this.damage = "truncated number";
        return 0;
      }
      const byte = this.#bytes[this.#pos++] as number;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    this.damage = "number of more than ten bytes";
    return 0;
  }
}
