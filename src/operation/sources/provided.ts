/** A value, or a function that gives it anew for each call: a token that expires goes into a function. */
export type Provided<T> = T | (() => T | PromiseLike<T>);

/** What is meant by a {@link Provided} value at this moment. */
export async function provide<T extends object>(
  provided: Provided<T> | undefined,
): Promise<T | undefined> {
  return typeof provided === "function" ? provided() : provided;
}
