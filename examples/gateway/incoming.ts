import type { Context } from "hono";
import type { RequestIdVariables } from "hono/request-id";

export type Env = { Variables: RequestIdVariables };

/** What every call behind the gateway takes over from the request in front. */
export interface Incoming {
  readonly requestId: string;
  /** Milliseconds that are left for the answer. */
  readonly timeoutMs: number;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
}

const LONGEST_MS = 30_000;

export function incoming({ req, get }: Context<Env>): Incoming {
  const asked = Number(req.header("x-server-timeout")) * 1_000; // as Google's clients send it, in seconds
  const timeoutMs = asked > 0 ? Math.min(asked, LONGEST_MS) : LONGEST_MS;
  return { requestId: get("requestId"), timeoutMs, gone: req.raw.signal };
}
