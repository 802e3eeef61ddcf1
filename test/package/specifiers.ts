import { readdirSync, readFileSync } from "node:fs";

/** The peer that a subpath needs; all others must work without any. */
const PEERS: Readonly<Record<string, string>> = {
  "rpc-status/grpc-js": "@grpc/grpc-js",
  "rpc-status/connect": "@connectrpc/connect",
};

/** What our package may be imported as: every subpath of its exports map, patterns spelt out. */
export function specifiers(): string[] {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: object };
  return Object.keys(exports)
    .flatMap((subpath) => (subpath.includes("*") ? generated(subpath) : [subpath]))
    .map((subpath) => `rpc-status${subpath.slice(1)}`);
}

/** Specifiers of modules, without `rpc-status/package.json`. */
export function moduleSpecifiers(): string[] {
  return specifiers().filter((specifier) => !specifier.endsWith(".json"));
}

export function peerOf(specifier: string): string | undefined {
  return PEERS[specifier];
}

/** The published generated modules behind `./gen/*` and `./gen/*.js`. */
function generated(pattern: string): string[] {
  return ["google", "yandex"].flatMap((folder) =>
    readdirSync(`gen/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("_pb.ts"))
      .map((file) => pattern.replace("*", `${folder}/${file.slice(0, -".ts".length)}`)),
  );
}
