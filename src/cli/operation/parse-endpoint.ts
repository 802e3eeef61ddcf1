import { UsageError } from "../usage-error.js";

/** Where a service listens. */
export interface Endpoint {
  /** Host and port, as gRPC wants them. */
  readonly target: string;
  /** The base URL, as REST wants it. */
  readonly url: string;
  readonly hostname: string;
  readonly encrypted: boolean;
  /** Whether what is sent there never leaves this machine. */
  readonly isLoopback: boolean;
}

/** What else was said of an endpoint. */
export interface EndpointContext {
  /** Whether it may have a path. */
  readonly rest?: boolean | undefined;
  readonly plaintext?: boolean | undefined;
}

/**
 * Reads `host`, `host:port` or a URL of HTTP. Without a scheme and without `plaintext` it is encrypted.
 *
 * @throws UsageError that does not repeat it, for the password in it.
 */
export function parseEndpoint(text: string, { rest, plaintext }: EndpointContext): Endpoint {
  const { protocol, username, password, search, hash, hostname, port, pathname, href } = parse(
    text,
    plaintext === true ? "http" : "https",
  );
  const encrypted = protocol === "https:";
  if (!encrypted && protocol !== "http:") throw new UsageError(WANTED);
  if (encrypted && plaintext === true) {
    throw new UsageError("--endpoint says https, --plaintext says the opposite");
  }
  if (`${username}${password}${search}${hash}` !== "") {
    throw new UsageError("--endpoint must have no credentials, query or fragment");
  }
  if (rest !== true && pathname !== "/") {
    throw new UsageError("--endpoint has a path, which only --rest can use");
  }
  const target = `${hostname}:${port || (encrypted ? 443 : 80)}`;
  return { target, url: href, hostname, encrypted, isLoopback: LOOPBACK.test(hostname) };
}

const WANTED = "--endpoint must be like host:port, https://host or http://host";

/** As `URL` writes them, which brings `127.1` into this form. */
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

function parse(text: string, scheme: string): URL {
  try {
    return new URL(text.includes("://") ? text : `${scheme}://${text}`);
  } catch {
    throw new UsageError(WANTED);
  }
}
