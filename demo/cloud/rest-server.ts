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
import { findBook } from "./books.js";
import type { Operations } from "./operations.js";
import { listen, type RunningServer } from "./running-server.js";

const registry = createRegistry(
  ShelfSchema,
  CreateShelfMetadataSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
);

/** The library over plain HTTP: the /google paths fail as Google's APIs do, the /yandex ones as Yandex Cloud's. */
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
        else throw new RpcError("UNIMPLEMENTED", `no such path: ${request.url}`);
      } catch (thrown) {
        const error =
          thrown instanceof RpcError ? thrown : new RpcError("INTERNAL", "internal error");
        const google = error.toJSON();
        const { message, details = [] } = google.error;
        const flat = { code: error.code, message, details };
        send(
          httpStatusFromCode(error.code),
          (api === "yandex" ? flat : google) as unknown as JsonValue,
        );
      }
    }),
  );
}
