import type { Server, UntypedServiceImplementation } from "@grpc/grpc-js";
import { onTestFinished, vi } from "vitest";

/** Modules that add handlers to the library's server, or to one of their own, and let it listen. */
export type ServingExample = () => Promise<{ readonly server?: Server }>;

/**
 * Loads an example that serves the library, on a free port, until the test is over. The examples that are loaded
 * next call it.
 *
 * @param lines - what the examples print; the address among them is taken out.
 */
export async function servedBy(load: ServingExample, lines: string[]): Promise<void> {
  vi.stubEnv("LIBRARY_ADDRESS", "127.0.0.1:0");
  const { server = (await import("../../examples/library/server.js")).server } = await load();
  onTestFinished(() => server.forceShutdown());
  const address = /^"listening on" "(127\.0\.0\.1:\d+)"$/.exec(lines.pop() ?? "")?.[1];
  vi.stubEnv("LIBRARY_ADDRESS", address);
  vi.resetModules();
}

/** An example that consists of these handlers. */
export function handlers(implementation: UntypedServiceImplementation): ServingExample {
  return async () => {
    const { libraryService, listen, server } = await import("../../examples/library/server.js");
    server.addService(libraryService, implementation);
    console.log("listening on", await listen());
    return { server };
  };
}
