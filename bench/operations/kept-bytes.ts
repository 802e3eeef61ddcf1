/** What is in use beyond garbage, in bytes: objects and the memory of byte arrays. */
export async function keptBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  // What a collection finds out about weak references is only free after the next one.
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}
