import type { ServerDuplexStream } from "@grpc/grpc-js";
import { type ArgumentsHost, Catch, Inject, type RpcExceptionFilter } from "@nestjs/common";
import { toServiceError } from "rpc-status/grpc-js";
import type { ErrorPolicy } from "rpc-status/server";
import { type Observable, of, throwError } from "rxjs";
import { ERROR_POLICY } from "./policy.js";

@Catch()
export class GrpcErrorFilter implements RpcExceptionFilter {
  @Inject(ERROR_POLICY) readonly policy: ErrorPolicy = {};

  catch(error: unknown, host: ArgumentsHost): Observable<unknown> {
    const [first, , third] = host.getArgs();
    const call: ServerDuplexStream<unknown, unknown> = third ?? first; // grpc-js's own
    const status = toServiceError(error, { policy: this.policy, call });
    if (third) return throwError(() => status);
    call.emit("error", status); // what answers by itself, with @GrpcStreamCall, fails by itself
    return of(undefined);
  }
}
