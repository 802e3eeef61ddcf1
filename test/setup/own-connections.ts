import { getSubchannelPool } from "@grpc/grpc-js/build/src/subchannel-pool.js";
import { afterEach } from "vitest";

/**
 * Channels of one process share their connections by address, and these files share a process. grpc-js never lets
 * go of one whose channel was closed before it was there, and goes on connecting: a later server that is given
 * the same port would have a client whose connection failed before it began. So each test begins with none.
 */
afterEach(() => {
  const { pool } = getSubchannelPool(true) as unknown as { readonly pool: Record<string, unknown> };
  for (const address of Object.keys(pool)) delete pool[address];
});
