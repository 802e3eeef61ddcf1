import type * as http from "node:http";
import type * as http2 from "node:http2";
import type { AddressInfo } from "node:net";

/** A server of the demo, until it is stopped. */
export interface RunningServer {
  /** Host and port. */
  readonly address: string;
  stop(): void;
}

/** Lets a server listen on a free port of this machine. */
export async function listen(server: http.Server | http2.Http2Server): Promise<RunningServer> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session: http2.ServerHttp2Session) => sessions.add(session));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      for (const session of sessions) session.destroy();
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    },
  };
}
