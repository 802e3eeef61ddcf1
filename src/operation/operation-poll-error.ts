import { brandError } from "../error/brand.js";
import { WaitError } from "./wait-error.js";

const BRAND = /* @__PURE__ */ Symbol.for("rpc-status.OperationPollError");

/**
 * Asking for the operation failed for good. It may run on; `cause` tells why asking failed, `RpcError.from`
 * reads it, and `attemptsOf` gives the polls in a row that failed.
 */
export class OperationPollError extends WaitError {
  static readonly brand: symbol = BRAND;

  static {
    brandError(OperationPollError.prototype, "OperationPollError", BRAND);
  }
}
