import { fileURLToPath } from "node:url";
import { type GrpcOptions, Transport } from "@nestjs/microservices";
import { address } from "../library/library.js";

export const grpcOptions: GrpcOptions = {
  transport: Transport.GRPC,
  options: {
    package: "example.library.v1",
    protoPath: fileURLToPath(new URL("../library/library.proto", import.meta.url)),
    url: address,
  },
};
