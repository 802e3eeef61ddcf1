import { once } from "node:events";
import type * as http from "node:http";
import type * as http2 from "node:http2";
import type { AddressInfo } from "node:net";
import type { OpenServer } from "./running-server.js";

/** Lets a server of HTTP listen on a port of this machine. */
export async function openHttp(
  server: http.Server | http2.Http2Server,
  port: number,
): Promise<OpenServer> {
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session: http2.ServerHttp2Session) => sessions.add(session));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const session of sessions) session.destroy();
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    },
  };
}
