import type { RequestListener } from "node:http";
import { cors } from "@connectrpc/connect";

/** Headers of errors beyond Connect's own that pages may read. */
const exposed = ["retry-after", "grpc-retry-pushback-ms", "x-request-id"];

/** A handler that pages of another origin may call. */
export function allowPages(origin: string, handler: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("vary", "origin");
    response.setHeader("access-control-expose-headers", [...cors.exposedHeaders, ...exposed]);
    if (request.method !== "OPTIONS") return handler(request, response);
    response.setHeader("access-control-allow-methods", cors.allowedMethods);
    response.setHeader("access-control-allow-headers", cors.allowedHeaders);
    response.setHeader("access-control-max-age", "7200").writeHead(204).end();
  };
}
