/** Gives a class of errors its name, and the brand by which other copies of this package know it. */
export function brandError(prototype: object, name: string, symbol: symbol): void {
  Object.defineProperties(prototype, {
    name: { value: name, writable: true, configurable: true },
    [symbol]: { value: true },
  });
}
