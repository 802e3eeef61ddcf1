import { afterAll } from "vitest";

/** What @hono/node-server puts classes of its own in the place of, for all files of tests that share the process. */
interface Platform {
  readonly Request: typeof globalThis.Request;
  readonly Response: typeof globalThis.Response;
}

const KEY = Symbol.for("rpc-status.tests.platform");
const kept = globalThis as { [KEY]?: Platform };
const platform = kept[KEY] ?? { Request, Response };
kept[KEY] = platform;

afterAll(() => {
  for (const [name, value] of Object.entries(platform)) {
    Object.defineProperty(globalThis, name, { value });
  }
});
