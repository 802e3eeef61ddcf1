// A client and a server in a process of their own, which one of them brings down. The argument says how.
import { Client, credentials, Metadata, Server, ServerCredentials } from "@grpc/grpc-js";
import { createChannel, createClientFactory, createServer, ServerError } from "nice-grpc";
import { errorDetailsClientMiddleware } from "nice-grpc-error-details";

const path = "/example.v1.Echo/Echo";
const same = (bytes) => bytes;
const echo = {
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
  options: {},
};
const HALF = "no book called \ud83d";

const WAYS = {
  "grpc-js, a handler that rejects": () =>
    callGrpcJs(async () => {
      throw new Error("book 42 does not exist");
    }),
  "grpc-js, half a character": () =>
    callGrpcJs((_call, callback) => setImmediate(callback, { code: 5, details: HALF })),
  "nice-grpc, half a character": async () => {
    const server = createServer();
    server.add(
      { echo },
      {
        async echo() {
          throw new ServerError(5, HALF);
        },
      },
    );
    await callNiceGrpc(await server.listen("127.0.0.1:0"));
  },
  "nice-grpc-error-details, damaged details": async () => {
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from([0x12, 0x05]));
    await callNiceGrpc(await serve((_, callback) => callback({ code: 5, details: "", metadata })));
  },
};

function serve(handler) {
  const server = new Server();
  server.addService({ echo }, { echo: handler });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

async function callGrpcJs(handler) {
  const client = new Client(`127.0.0.1:${await serve(handler)}`, credentials.createInsecure());
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, same, same, Buffer.alloc(0), resolve);
  });
}

async function callNiceGrpc(port) {
  const client = createClientFactory()
    .use(errorDetailsClientMiddleware)
    .create({ echo }, createChannel(`127.0.0.1:${port}`));
  await client.echo(Buffer.alloc(0)).catch(() => {});
}

await WAYS[process.argv[2]]();
// An answer came; what goes wrong after it shows within this time.
setTimeout(() => process.exit(0), 200);
