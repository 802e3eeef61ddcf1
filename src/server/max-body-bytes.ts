/** What an error may weigh as a body where the policy does not say: one of hundreds of fields fits. */
export const DEFAULT_MAX_BODY_BYTES = 65_536;
