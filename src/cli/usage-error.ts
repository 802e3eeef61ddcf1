/** The command was called in a way that cannot work. Its message is for the person who called it. */
export class UsageError extends Error {}
