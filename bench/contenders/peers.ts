import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
// By path: these modules are inside their packages and not exported.
const inside = (path: string) =>
  require(fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url)));

/** A message as ts-proto makes it. */
export interface TsProtoMessage {
  readonly $type: string;
}

interface TsProtoStatus {
  code: number;
  message: string;
  details: readonly TsProtoMessage[];
}

/** What nice-grpc-error-details calls inside its client and server middleware. */
export const niceGrpc = {
  ...(inside("nice-grpc-error-details/lib/ErrorDetails.js") as {
    decodeErrorDetails(details: readonly TsProtoMessage[]): TsProtoMessage[];
    encodeErrorDetails(details: readonly TsProtoMessage[]): TsProtoMessage[];
  }),
  ...(inside("nice-grpc-error-details/lib/proto/google/rpc/status.js") as {
    Status: {
      decode(bytes: Uint8Array): TsProtoStatus;
      encode(status: TsProtoStatus): { finish(): Uint8Array };
      fromPartial(status: TsProtoStatus): TsProtoStatus;
    };
  }),
};

/** What google-gax decodes with. It has no encoder. */
export const { GoogleErrorDecoder } = inside("google-gax/build/src/googleError.js") as {
  GoogleErrorDecoder: new () => {
    decodeRpcStatus(bytes: Uint8Array): {
      code: number;
      message: string;
      statusDetails: readonly object[];
      reason?: string;
    };
    decodeGRPCStatusDetails(values: readonly Uint8Array[]): { details: readonly object[] };
    statusType: { decode(bytes: Uint8Array): { code: number; message: string } };
  };
};
