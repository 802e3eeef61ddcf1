import { Code, RpcError } from "rpc-status";
import { clientInterceptor } from "rpc-status/grpc-js";
import { address, LibraryClient } from "../library/client.js";

const library = new LibraryClient(address, { interceptors: [clientInterceptor()] });
try {
  await library.getBook({ bookId: "42" });
} catch (e) {
  const error = RpcError.from(e); // never throws, whatever was caught
  if (error.code === Code.NOT_FOUND) console.log(error.reason, error.domain);
  for (const { field, description } of error.fieldViolations) console.log(field, description);
  console.log(error.requestIds, error.retryDelayMs);
}
