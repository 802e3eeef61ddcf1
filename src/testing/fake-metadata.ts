/** A value of {@link FakeMetadata}: bytes under names that end in `-bin`, else text. */
export type FakeMetadataValue = string | Uint8Array;

/** What reads metadata in code that uses grpc-js: as its `Metadata` has it, in memory. */
export class FakeMetadata {
  readonly #values = new Map<string, FakeMetadataValue[]>();

  /** Adds a value to those that the name has. */
  add(name: string, value: FakeMetadataValue): void {
    this.#values.set(name.toLowerCase(), [...this.get(name), value]);
  }

  /** Replaces the values of a name. */
  set(name: string, value: FakeMetadataValue): void {
    this.#values.set(name.toLowerCase(), [value]);
  }

  /** Every value of a name, whatever its case. */
  get(name: string): FakeMetadataValue[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }

  /** The first value of each name. */
  getMap(): Record<string, FakeMetadataValue> {
    return Object.fromEntries(
      [...this.#values].flatMap(([name, [value]]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  /** Every value of each name. */
  toJSON(): Record<string, FakeMetadataValue[]> {
    return Object.fromEntries(this.#values);
  }
}
