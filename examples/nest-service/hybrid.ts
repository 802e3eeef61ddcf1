import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { GrpcErrorFilter } from "./grpc-filter.js";
import { GrpcModule } from "./grpc-module.js";
import { grpcOptions } from "./grpc-options.js";
import { HttpErrorFilter } from "./http-filter.js";
import { HttpModule } from "./http-module.js";

@Module({ imports: [HttpModule, GrpcModule] })
class LibraryModule {}

export const app = await NestFactory.create(LibraryModule);
app.useGlobalFilters(app.get(HttpErrorFilter));
// Once it is initialized, a microservice takes no more filters.
const grpc = app.connectMicroservice(grpcOptions, { deferInitialization: true });
grpc.useGlobalFilters(app.get(GrpcErrorFilter));
await app.startAllMicroservices();
await app.listen(process.env.PORT ?? 3000, "127.0.0.1");
