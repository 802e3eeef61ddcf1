/** Whether a client hears nothing of trailers that are too large: from Node 22 on, HTTP/2 ends their stream. */
export const HEARS_NOTHING = Number.parseInt(process.versions.node, 10) < 22;
