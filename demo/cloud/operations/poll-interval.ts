/** The header by which a service asks for a pause of whole seconds before the next poll. */
export const POLL_INTERVAL = "x-operation-poll-interval";
