/** Wire types of protobuf's binary format. */
export const VARINT = 0;
const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
const START_GROUP = 3;
const END_GROUP = 4;
const FIXED32 = 5;

/** How deep groups may nest in each other: as deep as protobuf-es reads. */
const MAX_GROUP_DEPTH = 100;

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
  /** Where the bytes stopped making sense, once `next()` has stopped there. */
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
    if (this.damage !== undefined || this.#pos >= this.#limit) return false;
    if (!this.#readTag()) return false;
    return this.wireType === START_GROUP ? this.#skipGroup() : this.#readPayload();
  }

  #readTag(): boolean {
    const from = this.#pos;
    const tag = this.#readVarint();
    if (this.damage !== undefined) return false;
    // A fifth byte above 15 makes more than 32 bits.
    const size = this.#pos - from;
    if (size > 5 || (size === 5 && (this.#bytes[this.#pos - 1] as number) > 15)) {
      return this.#stop();
    }
    this.field = tag >>> 3;
    this.wireType = tag & 7;
    return this.field === 0 ? this.#stop() : true;
  }

  #readPayload(): boolean {
    switch (this.wireType) {
      case VARINT:
        this.varint = this.#readVarint();
        return this.damage === undefined;
      case LENGTH_DELIMITED: {
        const length = this.#readVarint();
        if (this.damage !== undefined) return false;
        if (length < 0 || length > this.#limit - this.#pos) return this.#stop();
        this.start = this.#pos;
        this.#pos += length;
        this.end = this.#pos;
        return true;
      }
      case FIXED32:
        return this.#skip(4);
      case FIXED64:
        return this.#skip(8);
      default:
        return this.#stop();
    }
  }

  /** Passes over a group, which no message here has but an unknown field may be. */
  #skipGroup(): boolean {
    const group = this.field;
    const open = [group];
    while (open.length > 0) {
      if (this.#pos >= this.#limit) return this.#stop();
      if (!this.#readTag()) return false;
      if (this.wireType === START_GROUP) {
        if (open.push(this.field) > MAX_GROUP_DEPTH) return this.#stop();
      } else if (this.wireType === END_GROUP) {
        if (open.pop() !== this.field) return this.#stop();
      } else if (!this.#readPayload()) {
        return false;
      }
    }
    this.field = group;
    this.wireType = START_GROUP;
    return true;
  }

  #skip(size: number): boolean {
    if (size > this.#limit - this.#pos) return this.#stop();
    this.#pos += size;
    return true;
  }

  #stop(): false {
    this.damage = `byte ${this.#pos} of ${this.#limit}`;
    this.field = 0;
    return false;
  }

  #readVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#pos >= this.#limit) {
        this.#stop();
        return 0;
      }
      const byte = this.#bytes[this.#pos++] as number;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    this.#stop();
    return 0;
  }
}
