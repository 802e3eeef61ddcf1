import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DueQueue, Queued } from "../../../src/operation/batch/due-queue.js";

class Item extends Queued {
  readonly name: number;

  constructor(name: number) {
    super();
    this.name = name;
  }
}

/** Adds, removals and takings at random; `at` is a time or chooses an item. */
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom("add", "add", "add", "remove", "take"),
    at: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 200 },
);

describe("DueQueue", () => {
  it("gives the earliest first and of the same time the one that came first, whatever is taken out", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const queue = new DueQueue<Item>();
        let expected: Item[] = [];
        let name = 0;
        for (const { kind, at } of all) {
          const sorted = expected.toSorted((a, b) => a.dueAt - b.dueAt || a.name - b.name);
          if (kind === "add") {
            const item = new Item(name++);
            queue.add(item, at);
            expected.push(item);
          } else if (kind === "remove") {
            const gone = expected[at];
            if (gone) queue.remove(gone);
            expected = expected.filter((item) => item !== gone);
          } else {
            const first = sorted.find(({ dueAt }) => dueAt <= at);
            expect(queue.takeDue(at)?.name).toBe(first?.name);
            expected = expected.filter((item) => item !== first);
          }
          expect(queue.size).toBe(expected.length);
        }
      }),
    );
  });

  it("forgets nobody who is removed twice, or was never there", () => {
    const queue = new DueQueue<Item>();
    const [one, other] = [new Item(1), new Item(2)];
    queue.remove(one);
    queue.add(one, 5);
    queue.add(other, 6);
    queue.remove(one);
    queue.remove(one);
    expect([queue.size, queue.first]).toEqual([1, other]);
    queue.add(one, 4);
    expect(queue.takeDue(10)).toBe(one);
  });
});
