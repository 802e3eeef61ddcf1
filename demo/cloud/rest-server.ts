import * as http from "node:http";
import { createRegistry, type JsonValue, toJson } from "@bufbuild/protobuf";
import {
  BookSchema,
  CreateShelfMetadataSchema,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import {
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
} from "../../gen/google/rpc/error_details_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { httpStatusFromCode } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { findBook, refuseReservation } from "./books.js";
import { ERROR_BODIES } from "./error-bodies.js";
import type { Operations } from "./operations.js";
import { listen, type RunningServer } from "./running-server.js";

const registry = createRegistry(
  ShelfSchema,
  CreateShelfMetadataSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
);

/** The library over plain HTTP; the first part of a path says whose way to fail it has. */
export function startRestServer(operations: Operations): Promise<RunningServer> {
  return listen(
    http.createServer((request, response) => {
      const [, api = "", kind = "", ...rest] = decodeURIComponent(request.url ?? "").split("/");
      const send = (status: number, body: JsonValue) => {
        response.writeHead(status, {
          "content-type": "application/json",
          "x-request-id": "rest-7f3a",
        });
        response.end(JSON.stringify(body));
      };
      try {
        if (kind === "books") send(200, toJson(BookSchema, findBook(rest.join("/"))));
        else if (kind === "operations")
          send(200, toJson(OperationSchema, operations.yandex(rest.join("/")), { registry }));
        else if (kind === "reservations") refuseReservation();
        else throw new RpcError("UNIMPLEMENTED", `no such path: ${request.url}`);
      } catch (thrown) {
        const error =
          thrown instanceof RpcError ? thrown : new RpcError("INTERNAL", "internal error");
        const body = (ERROR_BODIES[api] ?? ERROR_BODIES.google)?.(error) ?? null;
        // Its headers went out with the first words; the error can only be the last line.
        if (api === "yandexgpt") sendStream(response, [...WORDS, body]);
        else send(httpStatusFromCode(error.code), body);
      }
    }),
  );
}

const WORDS = ["Reser", "ving a s", "eat"].map((text) => ({ result: { text } }));

function sendStream(response: http.ServerResponse, lines: readonly JsonValue[]): void {
  response.writeHead(200, { "content-type": "application/json", "x-request-id": "rest-7f3a" });
  for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
  response.end();
}
