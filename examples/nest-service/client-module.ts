import { Module } from "@nestjs/common";
import { ClientsModule } from "@nestjs/microservices";
import { clientInterceptor, retryInterceptor } from "rpc-status/grpc-js";
import { libraryService } from "../library/library.js";
import { grpcOptions } from "./grpc-options.js";
import { HttpErrorFilter } from "./http-filter.js";
import { policyProvider } from "./policy.js";
import { TitleController } from "./title-controller.js";

const interceptors = [retryInterceptor({ idempotent: [libraryService] }), clientInterceptor()];
const options = {
  ...grpcOptions.options,
  channelOptions: { interceptors }, // all of them become the options of grpc-js's client
};

@Module({
  imports: [ClientsModule.register([{ ...grpcOptions, name: "LIBRARY", options }])],
  controllers: [TitleController],
  providers: [policyProvider, HttpErrorFilter],
})
export class ClientModule {}
