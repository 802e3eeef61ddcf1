/** An error was found, or what was asked for was printed. */
export const FOUND = 0;
/** The input was read, and there is no error in it. */
export const NOTHING_FOUND = 1;
/** The command was called in a way that it does not understand, or its input cannot be read. */
export const BAD_USAGE = 2;

/** The operation succeeded. */
export const SUCCEEDED = 0;
/** The operation failed. */
export const FAILED = 1;
/** The operation was cancelled. */
export const CANCELLED = 3;
/** Waiting stopped, by time or by a signal, before the operation was over. */
export const STILL_RUNNING = 4;
/** Asking for the operation failed for good: nobody knows what has become of it. */
export const NOT_ASKED = 5;
