export type { ErrorContext, ServerErrorOptions } from "../error/outgoing.js";
export { clientInterceptor } from "../grpc-js/client-interceptor.js";
export {
  type GuardedHandler,
  type GuardedImplementation,
  guard,
  type UntypedImplementation,
} from "../grpc-js/guard.js";
export { serverInterceptor } from "../grpc-js/server-interceptor.js";
export { toServiceError } from "../grpc-js/to-service-error.js";
