import { getSubchannelPool } from "@grpc/grpc-js/build/src/subchannel-pool.js";
import { afterAll, expect } from "vitest";

/**
 * Channels of one process share their connections by address, and these files share a process: one that
 * stays open while its server is gone fails the calls of a later test whose server gets the same port.
 */
afterAll(() => {
  const { pool } = getSubchannelPool(true) as unknown as Pool;
  const held = Object.values(pool)
    .flat()
    .filter(({ subchannel }) => subchannel.refcount > 1)
    .map(({ subchannel }) => subchannel.getAddress());
  expect(held, "connections of channels that were not closed").toEqual([]);
});

/** What grpc-js 1.10 to 1.14 keep; each entry counts once for the pool itself. */
interface Pool {
  readonly pool: Readonly<Record<string, readonly { readonly subchannel: Subchannel }[]>>;
}
interface Subchannel {
  readonly refcount: number;
  getAddress(): string;
}
