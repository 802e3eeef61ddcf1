/** What the caller may say that an input is. */
export const INPUT_FORMATS = ["auto", "details-bin", "trailers", "http", "json", "text"] as const;

export type InputFormat = (typeof INPUT_FORMATS)[number];
