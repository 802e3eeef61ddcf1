/** Whether two JSON values are equal, whatever the order of their members. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return Object.is(one, other);
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  // `get` by own members only: a key may be __proto__.
  return keys.every((key) => Object.hasOwn(other, key) && sameJson(get(one, key), get(other, key)));
}

function get(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
