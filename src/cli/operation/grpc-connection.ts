import type { Metadata } from "@grpc/grpc-js";
import { googleOperations } from "../../operation/sources/google-operations.js";
import { yandexOperations } from "../../operation/sources/yandex-operations.js";
import { decodeBase64 } from "../../wire/base64.js";
import { member } from "../../wire/members.js";
import { UsageError } from "../usage-error.js";
import type { Connection, ConnectionInit } from "./connection.js";
import type { SentHeader } from "./parse-headers.js";

type GrpcJs = typeof import("@grpc/grpc-js");

/**
 * A way to operations over gRPC, which only whoever goes it has to have installed.
 *
 * @throws UsageError where grpc-js is missing, and for a header that gRPC cannot send.
 */
export async function grpcConnection(init: ConnectionInit): Promise<Connection> {
  const { endpoint, api, headers, authorization } = init;
  const grpc = await loadGrpcJs();
  const fixed = metadataOf(grpc, headers);
  const metadata = async () => {
    const sent = fixed.clone();
    if (authorization) sent.set("authorization", await authorization());
    return sent;
  };
  const { target, encrypted, isLoopback } = endpoint;
  const client = new grpc.Client(
    target,
    encrypted ? grpc.credentials.createSsl() : grpc.credentials.createInsecure(),
    // What stays on this machine is not for a proxy either, which a variable of the environment may name.
    isLoopback ? { "grpc.enable_http_proxy": 0 } : {},
  );
  const source = (api === "google" ? googleOperations : yandexOperations)(client, { metadata });
  return { source, close: () => client.close() };
}

const MISSING = `gRPC needs @grpc/grpc-js, which is not installed beside rpc-status. Install it:
"npm install @grpc/grpc-js", with -g where rpc-status is installed so, or start
"npx -p rpc-status -p @grpc/grpc-js rpc-status operation …"; or go over --rest`;

async function loadGrpcJs(): Promise<GrpcJs> {
  try {
    return await import("@grpc/grpc-js");
  } catch (error) {
    if (member(error, "code") === "ERR_MODULE_NOT_FOUND") throw new UsageError(MISSING);
    throw error;
  }
}

function metadataOf({ Metadata }: GrpcJs, headers: readonly SentHeader[]): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of headers) {
    try {
      metadata.add(name, name.endsWith("-bin") ? bytesOf(value) : value);
    } catch {
      // Not with its message, which repeats the value.
      throw new UsageError(`gRPC cannot send the header ${name}`);
    }
  }
  return metadata;
}

function bytesOf(base64: string): Buffer {
  const { bytes, valid } = decodeBase64(base64);
  if (!valid) throw new TypeError("no base64");
  return Buffer.from(bytes);
}
