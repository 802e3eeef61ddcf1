import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { OpenServer } from "./running-server.js";

/** Lets a server of grpc-js listen on a port of this machine. */
export async function openGrpc(server: Server, port: number): Promise<OpenServer> {
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, number) =>
      error ? reject(error) : resolve(number),
    );
  });
  return { port: bound, close: () => server.forceShutdown() };
}
