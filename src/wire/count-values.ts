import { isObject } from "./members.js";

/**
 * Whether a JSON value holds more values than that, in it and in all that is in it: reading it would take its
 * time. An object of some program can refer to the same values so often that reading it never ends.
 */
export function hasMoreValues(limit: number, json: object): boolean {
  const open: object[] = [json];
  let values = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // Counted before they are read: the values of a large map take longer than all the rest.
    values += Array.isArray(next) ? next.length : Object.keys(next).length;
    if (values > limit) return true;
    for (const value of Object.values(next)) if (isObject(value)) open.push(value);
  }
  return false;
}
