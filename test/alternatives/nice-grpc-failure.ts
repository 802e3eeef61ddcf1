import { createChannel, createClientFactory } from "nice-grpc";
import { errorDetailsClientMiddleware } from "nice-grpc-error-details";
import { withinASecond } from "../fixtures/within-a-second.js";
import { getOperation } from "../sdk/operations-server.js";
import { rejection } from "../sdk/serve.js";

/** The service of these tests, as nice-grpc takes it. */
export const definition = { getOperation: { ...getOperation, options: {} } };

/** What a nice-grpc client throws for a call to this port; with the middleware for details unless `bare`. */
export async function failureOn(port: number, bare = false): Promise<unknown> {
  const channel = createChannel(`127.0.0.1:${port}`);
  const factory = createClientFactory();
  const client = (bare ? factory : factory.use(errorDetailsClientMiddleware)).create(
    definition,
    channel,
  );
  try {
    return await withinASecond(rejection(client.getOperation(Buffer.alloc(0))));
  } finally {
    channel.close();
  }
}
