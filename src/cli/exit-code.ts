/** An error was found, or what was asked for was printed. */
export const FOUND = 0;
/** The input was read, and there is no error in it. */
export const NOTHING_FOUND = 1;
/** The command was called in a way that it does not understand, or its input cannot be read. */
export const BAD_USAGE = 2;
