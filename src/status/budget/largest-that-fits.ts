/**
 * Finds the largest number from `low` on that fits, where no number fits after one that does not. Asks about
 * numbers up to twice the answer only: to measure what is far too large may take long.
 *
 * @param low - at least 1; the answer where nothing larger fits.
 * @param fits - must be false from some number on.
 */
export function largestThatFits(low: number, fits: (candidate: number) => boolean): number {
  let fitting = low;
  let tooLarge = low * 2;
  while (fits(tooLarge)) {
    fitting = tooLarge;
    tooLarge *= 2;
  }
  while (tooLarge - fitting > 1) {
    const middle = Math.floor((fitting + tooLarge) / 2);
    if (fits(middle)) fitting = middle;
    else tooLarge = middle;
  }
  return fitting;
}
