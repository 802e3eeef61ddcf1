import type { JsonValue } from "@bufbuild/protobuf";
import { MAX_TEXT, mutateText } from "./mutate-text.js";
import { oddValues } from "./odd-values.js";
import type { Random } from "./random.js";

type Holder = { [key: string]: JsonValue };
/** A value in a tree, by the list or object that holds it. */
interface Slot {
  readonly holder: Holder;
  readonly key: string;
}
type Mutation = (slot: Slot, random: Random, donor: readonly Slot[], all: readonly Slot[]) => void;

/**
 * Changes a JSON value in one place: another value of any type, another name, less, more, or the same one level
 * deeper, in an object, a list or a string.
 *
 * @param donor - another value, whose names and values are taken over.
 */
export function mutateJson(value: JsonValue, random: Random, donor: JsonValue): JsonValue {
  const root: Holder = { value: copy(value) };
  const slots = slotsOf(root);
  random.pick(MUTATIONS)(random.pick(slots), random, slotsOf({ value: donor }), slots);
  return root.value ?? null;
}

const MUTATIONS: readonly Mutation[] = [
  // Another value
  (slot, random) => write(slot, copy(random.pick(oddValues))),
  (slot, random) => write(slot, copy(random.pick(oddValues))),
  (slot, random, donor) => write(slot, copy(read(random.pick(donor)))),
  // None
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  // Another name
  ({ holder, key }, random, donor) => {
    if (Array.isArray(holder)) return;
    const value = read({ holder, key });
    delete holder[key];
    write({ holder, key: nameFrom(donor, random) }, value);
  },
  // One more member or entry
  (slot, random, donor) => {
    const value = read(slot);
    const another = copy(random.oneIn(2) ? random.pick(oddValues) : read(random.pick(donor)));
    if (Array.isArray(value)) value.splice(random.below(value.length + 1), 0, another);
    else if (typeof value === "object" && value !== null)
      write({ holder: value, key: nameFrom(donor, random) }, another);
    else write(slot, [value, another]);
  },
  // The same over and over
  (slot, random) => {
    const wanted = random.oneIn(300) ? 3_000 : 1 + random.below(4);
    const length = Math.min(wanted, Math.ceil(MAX_TEXT / JSON.stringify(read(slot)).length));
    write(
      slot,
      Array.from({ length }, () => read(slot)),
    );
  },
  // Deeper
  (slot, random, donor) => {
    for (let i = random.oneIn(200) ? random.below(1_000) : random.below(3); i >= 0; i--) {
      const value = read(slot);
      write(slot, random.oneIn(3) ? [value] : { [nameFrom(donor, random)]: value });
    }
  },
  // Less deep
  (slot, random) => {
    const inner = Object.values(Object(read(slot)) as Holder);
    if (inner.length > 0 && typeof read(slot) === "object") write(slot, random.pick(inner));
  },
  // A string of JSON, and out of one
  (slot, random) => {
    for (let i = random.below(4); i >= 0; i--) {
      const text = JSON.stringify(read(slot));
      if (text.length < 20_000) write(slot, text);
    }
  },
  (slot) => {
    try {
      write(slot, JSON.parse(String(read(slot))));
    } catch {
      // It stays what it was.
    }
  },
  // Two change places
  (slot, random, _, all) => {
    const other = random.pick(all);
    const [one, two] = [copy(read(slot)), copy(read(other))];
    write(slot, two);
    write(other, one);
  },
  // Another text or number
  changeScalar,
  changeScalar,
  changeScalar,
];

function changeScalar(slot: Slot, random: Random, donor: readonly Slot[]): void {
  const value = read(slot);
  if (typeof value === "string") {
    write(slot, mutateText(value, random, String(read(random.pick(donor)))));
  } else if (typeof value === "number") {
    write(slot, random.pick([value + 1, value - 1, -value, value / 3, value * 1e9, String(value)]));
  }
}

function nameFrom(donor: readonly Slot[], random: Random): string {
  if (random.oneIn(12)) return random.pick(["__proto__", "constructor", "toString", "length", ""]);
  return random.pick(donor).key;
}

/** Every value in a tree, the outermost included. Not deeper than the stack allows. */
function slotsOf(root: Holder): Slot[] {
  const slots: Slot[] = [{ holder: root, key: "value" }];
  for (let at = 0; at < slots.length && slots.length < 5_000; at++) {
    const value = read(slots[at] as Slot);
    if (typeof value !== "object" || value === null) continue;
    for (const key of Object.keys(value)) slots.push({ holder: value as Holder, key });
  }
  return slots;
}

function read({ holder, key }: Slot): JsonValue {
  return (Object.getOwnPropertyDescriptor(holder, key)?.value as JsonValue | undefined) ?? null;
}

/** An own member of whatever name: an assignment to `__proto__` would be another thing. */
function write({ holder, key }: Slot, value: JsonValue): void {
  Object.defineProperty(holder, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function copy(value: JsonValue): JsonValue {
  return typeof value === "object" ? JSON.parse(JSON.stringify(value)) : value;
}
