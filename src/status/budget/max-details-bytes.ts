/** What a status may weigh in trailers where nobody says otherwise: 7,336 bytes of base64 in the 8 KiB of a peer. */
export const DEFAULT_MAX_DETAILS_BYTES = 5_500;

/** Far below the 48,000 from which on a grpc-js client may wait for its deadline, and all later calls with it. */
export const MAX_DETAILS_LIMIT = 32_768;

/**
 * Checks the option `maxDetailsBytes`.
 *
 * @returns the number of bytes, the default for `undefined`.
 * @throws TypeError for anything but an integer from 0 to 32,768.
 */
export function readMaxDetailsBytes(value: number | undefined): number {
  if (value === undefined) return DEFAULT_MAX_DETAILS_BYTES;
  if (Number.isInteger(value) && value >= 0 && value <= MAX_DETAILS_LIMIT) return value;
  throw new TypeError(
    `maxDetailsBytes must be an integer from 0 to ${MAX_DETAILS_LIMIT}, not ${String(value)}`,
  );
}
