/**
 * Makes `instanceof` hold across copies of this package (two versions, or its ESM and CommonJS builds
 * side by side): a class with a brand recognises every value whose prototype carries the same brand.
 *
 * A class that extends a branded one without a brand of its own keeps the ordinary `instanceof`.
 */
export interface BrandedClass {
  readonly prototype: object;
  readonly brand?: symbol;
}

export function hasBrand(type: BrandedClass, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Object.hasOwn(type, "brand") || type.brand === undefined) {
    return Object.prototype.isPrototypeOf.call(type.prototype, value);
  }
  try {
    return (value as Record<symbol, unknown>)[type.brand] === true;
  } catch {
    // A proxy whose get trap throws is no error of ours.
    return false;
  }
}
