import { member } from "../wire/members.js";

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
  const brand = Object.hasOwn(type, "brand") ? type.brand : undefined;
  if (brand !== undefined) return member(value, brand) === true;
  return Object.prototype.isPrototypeOf.call(type.prototype, Object(value));
}

/** Gives a class of errors its name, and the brand by which other copies of this package know it. */
export function brandError(prototype: object, name: string, brand: symbol): void {
  Object.defineProperties(prototype, {
    name: { value: name, writable: true, configurable: true },
    [brand]: { value: true },
  });
}
