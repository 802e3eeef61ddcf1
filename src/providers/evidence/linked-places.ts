import { HelpSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { MAX_NAME, MAX_NAMES } from "./distinct-names.js";
import { parseUrl } from "./parse-url.js";

/** Hosts and paths of the links in an error's `Help`: `ai.google.dev/gemini-api/docs`. */
export function linkedPlaces(error: RpcError): readonly string[] {
  return error
    .findAll(HelpSchema)
    .flatMap(({ links }) => links.slice(0, MAX_NAMES))
    .slice(0, MAX_NAMES)
    .flatMap(({ url }) => placeOf(url));
}

function placeOf(link: string): string[] {
  const url = link.length <= MAX_NAME ? parseUrl(link) : undefined;
  return url === undefined ? [] : [`${url.hostname}${url.pathname}`];
}
