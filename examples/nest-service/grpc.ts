import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { GrpcErrorFilter } from "./grpc-filter.js";
import { GrpcModule } from "./grpc-module.js";
import { grpcOptions } from "./grpc-options.js";

export const app = await NestFactory.createMicroservice(GrpcModule, grpcOptions);
app.useGlobalFilters(app.get(GrpcErrorFilter));
await app.listen();
