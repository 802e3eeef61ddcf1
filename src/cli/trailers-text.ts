import { viaFromContentType } from "../error/from/connect-error.js";
import type { ErrorVia } from "../status/error-parts.js";
import { partsFromTrailers } from "../status/read-trailers.js";
import { GRPC_STATUS, GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { type HeadersLike, headerValues } from "../wire/headers.js";
import { type Findings, type InputForm, MAX_ERRORS } from "./finding.js";
import { PRINTED_CUT } from "./grpc-js-dump.js";
import { type HeaderBlock, headerBlocks } from "./header-lines.js";
import { printedEntries } from "./printed-entries.js";

/** Trailers, as far as something before them shows. */
export interface TrailersInput {
  readonly form: InputForm;
  readonly trailers: HeadersLike;
  readonly via?: ErrorVia;
  /** Headers that came before the trailers. */
  readonly headers?: HeadersLike;
  readonly line?: number;
  readonly notes?: readonly string[];
}

/** Finds trailers with a status in lines of headers; several answers may follow each other. */
export function findHeaderLines(text: string): Findings | undefined {
  const blocks = headerBlocks(text);
  const statuses = blocks.filter(({ entries }) => hasStatus(entries)).slice(0, MAX_ERRORS + 1);
  if (statuses.length === 0) return undefined;
  // Of one answer all other headers are too: grpcurl shows them apart from the trailers.
  const [status, second] = statuses;
  const headers = second === undefined ? blocks.filter((block) => block !== status) : [];
  return combine(
    statuses.map(({ entries, line }: HeaderBlock) =>
      findInTrailers({
        form: "trailers",
        trailers: entries,
        headers: headers.flatMap((block) => block.entries),
        ...(statuses.length > 1 && { line }),
      }),
    ),
  );
}

/** Finds trailers with a status in what Node or Envoy print of an object that holds them. */
export function findPrintedTrailers(text: string): Findings | undefined {
  const { entries, cut } = printedEntries(text);
  if (!hasStatus(entries)) return undefined;
  const notes = cut.includes(GRPC_STATUS_DETAILS_BIN) ? [PRINTED_CUT] : [];
  return findInTrailers({ form: "printed-metadata", trailers: entries, notes });
}

/** The error of trailers, or their word that there is none. */
export function findInTrailers(input: TrailersInput): Findings {
  const { form, trailers, headers, line, notes } = input;
  const all = [headers ?? [], trailers];
  const [contentType] = all.flatMap((one) => headerValues(one, "content-type"));
  const [status] = all.flatMap((one) => headerValues(one, ":status"));
  const parts = partsFromTrailers(trailers, {
    via: input.via ?? viaFromContentType(String(contentType ?? "application/grpc")),
    headers,
    httpStatus: status === undefined || status === "200" ? undefined : Number(status),
  });
  if (parts === undefined) return { errors: [], nothing: whyNot(all) };
  const finding = { form, parts: { ...parts, dialect: "grpc-headers" as const } };
  return { errors: [{ ...finding, ...(line && { line }), ...(notes && { notes }) }] };
}

function whyNot(all: readonly HeadersLike[]): string {
  const stated = all.some((one) => headerValues(one, GRPC_STATUS).length > 0);
  return stated ? "grpc-status is 0" : "there is no grpc-status";
}

function hasStatus(entries: readonly (readonly [string, unknown])[]): boolean {
  return entries.some(([name]) => name === GRPC_STATUS || name === GRPC_STATUS_DETAILS_BIN);
}

function combine(all: readonly Findings[]): Findings {
  const errors = all.flatMap((findings) => findings.errors);
  const nothing = all.find((findings) => findings.nothing !== undefined)?.nothing;
  return errors.length > 0 || nothing === undefined ? { errors } : { errors, nothing };
}
