import { once } from "node:events";
import type { AddressInfo, Server as NetServer } from "node:net";
import type { FrameworkServer } from "./framework-suite.js";

/** Waits until a server of Node listens. */
export async function listening(
  server: NetServer & { closeAllConnections?(): void },
): Promise<FrameworkServer> {
  if (!server.listening) await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections?.();
      server.close();
    },
  };
}
