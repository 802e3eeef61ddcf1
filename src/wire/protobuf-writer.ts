/** How many bytes `value`, an unsigned 32-bit number, takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value >>> 7; rest !== 0; rest >>>= 7) size++;
  return size;
}

/** Writes `value`, an unsigned 32-bit number, as a varint; gives the position after it. */
export function writeVarint(target: Uint8Array, position: number, value: number): number {
  let at = position;
  let rest = value >>> 0;
  while (rest > 0x7f) {
    target[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[at++] = rest;
  return at;
}

/** How many bytes an int32 takes: a negative one is sign-extended to 64 bits, which makes ten. */
export function int32Size(value: number): number {
  return value < 0 ? 10 : varintSize(value);
}

/** Writes an int32; gives the position after it. */
export function writeInt32(target: Uint8Array, position: number, value: number): number {
  const at = writeVarint(target, position, value);
  if (value >= 0) return at;
  // The low 32 bits took five bytes, the fifth with four of them; the rest are ones.
  target[at - 1] = (target[at - 1] as number) | 0xf0;
  target.fill(0xff, at, at + 4);
  target[at + 4] = 1;
  return at + 5;
}

/** Size of a length-delimited field whose number is below 16. */
export function delimitedSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** Writes a length-delimited field whose number is below 16; gives the position after it. */
export function writeDelimited(
  target: Uint8Array,
  position: number,
  field: number,
  payload: Uint8Array,
): number {
  target[position] = (field << 3) | 2;
  const at = writeVarint(target, position + 1, payload.length);
  target.set(payload, at);
  return at + payload.length;
}
