import type { Transport } from "@connectrpc/connect";
import type { Client } from "@grpc/grpc-js";
import {
  googleOperations,
  restOperations,
  waitForOperation,
  yandexOperations,
} from "rpc-status/operation";

const timeoutMs = 600_000;

/** Over gRPC. Of a channel, make a client: `new Client(address, credentials, { channelOverride: channel })`. */
export const waitOverGrpc = (client: Client, operation: object): Promise<unknown> =>
  waitForOperation(operation, { source: yandexOperations(client), timeoutMs });

/** Over Connect, gRPC or gRPC-Web by a transport; the server waits where it can. */
export const waitOverConnect = (transport: Transport, operation: object): Promise<unknown> =>
  waitForOperation(operation, { source: googleOperations(transport), timeoutMs });

/** Over REST, with a token that is fresh for each poll. */
export function waitOverRest(
  operation: object,
  { url, token }: { readonly url: string; readonly token: () => Promise<string> },
): Promise<unknown> {
  const headers = async () => ({ authorization: `Bearer ${await token()}` });
  return waitForOperation(operation, { source: restOperations({ url, headers }), timeoutMs });
}
