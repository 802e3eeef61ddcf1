import * as http from "node:http";
import { type JsonValue, toJson } from "@bufbuild/protobuf";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { httpStatusFromCode } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { findBook, refuseReservation } from "./books.js";
import { ERROR_BODIES } from "./error-bodies.js";
import { openHttp } from "./open-http.js";
import type { Operations } from "./operations/operations.js";
import { answerOperation, postShelf, type RestAnswer } from "./operations/rest-operations.js";
import { DOWN_MS, ServerCrash } from "./operations/server-crash.js";
import { type RunningServer, runServer } from "./running-server.js";

/** The library over plain HTTP; the first part of a path says whose way to fail it has. */
export async function startRestServer(operations: Operations): Promise<RunningServer> {
  const answer: http.RequestListener = async (request, response) => {
    const [, api = "", kind = "", ...rest] = decodeURIComponent(request.url ?? "").split("/");
    try {
      const found = await find(operations, request, { kind, path: rest.join("/") });
      send(response, 200, found);
    } catch (thrown) {
      if (thrown instanceof ServerCrash) return void server.restart(DOWN_MS);
      const error =
        thrown instanceof RpcError ? thrown : new RpcError("INTERNAL", "internal error");
      const body = (ERROR_BODIES[api] ?? ERROR_BODIES.google)?.(error) ?? null;
      // Its headers went out with the first words; the error can only be the last line.
      if (api === "yandexgpt") sendStream(response, [...WORDS, body]);
      else send(response, httpStatusFromCode(error.code), { headers: {}, body });
    }
  };
  const server = await runServer((port) => openHttp(http.createServer(answer), port));
  return server;
}

async function find(
  operations: Operations,
  request: http.IncomingMessage,
  { kind, path }: { readonly kind: string; readonly path: string },
): Promise<RestAnswer> {
  if (kind === "books") return { headers: {}, body: toJson(BookSchema, findBook(path)) };
  if (kind === "operations") return answerOperation(operations, path);
  if (kind === "shelves" && request.method === "POST") return postShelf(operations, request);
  if (kind === "reservations") return refuseReservation();
  throw new RpcError("UNIMPLEMENTED", `no such path: ${request.url}`);
}

const HEADERS = { "content-type": "application/json", "x-request-id": "rest-7f3a" };

function send(response: http.ServerResponse, status: number, { headers, body }: RestAnswer): void {
  response.writeHead(status, { ...HEADERS, ...headers });
  response.end(JSON.stringify(body));
}

const WORDS = ["Reser", "ving a s", "eat"].map((text) => ({ result: { text } }));

function sendStream(response: http.ServerResponse, lines: readonly JsonValue[]): void {
  response.writeHead(200, HEADERS);
  for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
  response.end();
}
