/** What waits in a {@link DueQueue}. The queue keeps its own facts in it: very many wait. */
export abstract class Queued {
  /** When its time comes. */
  dueAt = 0;
  /** The order in which they came, for those of the same time. */
  order = 0;
  /** Where it stands; -1 for nowhere. */
  place = -1;
}

/** Things to come, the earliest first; of the same time the one that came first. A binary heap. */
export class DueQueue<Item extends Queued> {
  readonly #heap: Item[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest. */
  get first(): Item | undefined {
    return this.#heap[0];
  }

  /** Adds one that is in no queue. */
  add(item: Item, dueAt: number): void {
    item.dueAt = dueAt;
    item.order = this.#order++;
    this.#rise(item, this.#heap.length);
  }

  /** Takes one out, wherever it stands; nothing happens where it is not there. */
  remove(item: Item): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === item) return;
    this.#sink(last, place);
    if (last.place === place) this.#rise(last, place);
  }

  /** Takes the earliest out, if its time has come. */
  takeDue(now: number): Item | undefined {
    const { first } = this;
    if (first === undefined || first.dueAt > now) return undefined;
    this.remove(first);
    return first;
  }

  /** Takes any one out, whether or not its time has come: which one, a number from 0 to 1 says. */
  takeAny(fraction: number): Item | undefined {
    const last = this.#heap.length - 1;
    const item = this.#heap[Math.min(last, Math.floor(fraction * (last + 1)))];
    if (item !== undefined) this.remove(item);
    return item;
  }

  #rise(item: Item, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !isBefore(item, above)) break;
      this.#put(above, place);
      place = parent;
    }
    this.#put(item, place);
  }

  #sink(item: Item, from: number): void {
    let place = from;
    for (;;) {
      const child = this.#earlierChild(place);
      if (child === undefined || !isBefore(child, item)) break;
      const { place: below } = child;
      this.#put(child, place);
      place = below;
    }
    this.#put(item, place);
  }

  #earlierChild(place: number): Item | undefined {
    const left = this.#heap[2 * place + 1];
    const right = this.#heap[2 * place + 2];
    return left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
  }

  #put(item: Item, place: number): void {
    this.#heap[place] = item;
    item.place = place;
  }
}

function isBefore(one: Queued, other: Queued): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
}
