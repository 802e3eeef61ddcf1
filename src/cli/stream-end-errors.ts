import { partsFromBody } from "../dialects/parts-from-body.js";
import type { HeadersLike } from "../wire/headers.js";
import type { Findings } from "./finding.js";
import type { StreamEnd } from "./frames.js";
import { parseJson } from "./json-errors.js";
import { findInTrailers } from "./trailers-text.js";

/** The error that a stream ended with, or its word that there was none. */
export function findInStreamEnd(end: StreamEnd, headers: HeadersLike = []): Findings | undefined {
  if (end.protocol === "grpc-web") {
    return findInTrailers({ form: "grpc-web", trailers: end.trailers, headers, via: "grpc-web" });
  }
  const json = parseJson(end.json);
  if (json === undefined) return undefined;
  const parts = partsFromBody(json.value, {
    failed: false,
    contentType: "application/connect+json",
  });
  if (parts === undefined)
    return { errors: [], nothing: "the stream of Connect ended without an error" };
  const metadata = [headers, ...(parts.metadata ?? [])];
  return { errors: [{ form: "json", parts: { ...parts, metadata } }] };
}
