import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server on a free port, and where it is. */
export interface LocalServer {
  readonly url: string;
  readonly server: Server;
}

export async function serve(listener: RequestListener): Promise<LocalServer> {
  return listening(createServer(listener).listen(0, "127.0.0.1"));
}

/** A server that answers everything with this. */
export function serveJson(status: number, body: object): Promise<LocalServer> {
  return serve((_, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
}

/** A server that was told to listen, once it does. */
export async function listening(server: Server): Promise<LocalServer> {
  if (!server.listening) {
    await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  }
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export function stop({ server }: LocalServer): void {
  server.closeAllConnections();
  server.close();
}
