import { setTimeout as pause } from "node:timers/promises";

/** A server of the demo, until it is stopped. */
export interface RunningServer {
  /** Host and port. */
  readonly address: string;
  stop(): void;
  /**
   * Breaks off all connections, and comes back on the same port.
   *
   * @param downMs - how much later, in milliseconds.
   */
  restart(downMs: number): Promise<void>;
}

/** A server that listens. */
export interface OpenServer {
  readonly port: number;
  /** Frees the port at once, whatever is going on. */
  close(): void;
}

/**
 * Runs a server on a free port of this machine.
 *
 * @param open - lets a new server listen on a port, 0 for a free one.
 */
export async function runServer(
  open: (port: number) => Promise<OpenServer>,
): Promise<RunningServer> {
  const stopped = new AbortController();
  let server = await open(0);
  const { port } = server;
  return {
    address: `127.0.0.1:${port}`,
    stop() {
      stopped.abort();
      server.close();
    },
    async restart(downMs) {
      server.close();
      await pause(downMs, undefined, { signal: stopped.signal }).catch(() => {});
      if (!stopped.signal.aborted) server = await open(port);
    },
  };
}
