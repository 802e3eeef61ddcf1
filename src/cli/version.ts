import { createRequire } from "node:module";

/** The version of this package. The package finds itself by name, wherever its files were put. */
export function readVersion(): string {
  const manifest = createRequire(import.meta.url)("rpc-status/package.json");
  return (manifest as { readonly version: string }).version;
}
