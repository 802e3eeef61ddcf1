/** A value as a message may name it that says that it is wrong. Total, unlike `String`. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  try {
    return String(value);
  } catch {
    return "another object";
  }
}
