import { createGrpcTransport } from "@connectrpc/connect-node";
import { yandexOperations } from "rpc-status/operation";
import { authorization } from "../token.js";

const baseUrl = process.env.OPERATIONS_URL ?? "https://operation.api.cloud.yandex.net";

export const source = yandexOperations(createGrpcTransport({ baseUrl }), {
  headers: async () => ({ authorization: await authorization() }),
});
