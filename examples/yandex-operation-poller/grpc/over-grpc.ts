import { type Client, Metadata } from "@grpc/grpc-js";
import { type OperationSource, yandexOperations } from "rpc-status/operation";
import { authorization } from "../token.js";

/** Takes `new Client("operation.api.cloud.yandex.net:443", credentials.createSsl())`, which is to be closed at the end. */
export const overGrpc = (client: Client): OperationSource =>
  yandexOperations(client, {
    metadata: async () => {
      const metadata = new Metadata();
      metadata.set("authorization", await authorization());
      return metadata;
    },
  });
