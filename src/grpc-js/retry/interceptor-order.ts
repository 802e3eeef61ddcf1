import { member } from "../../wire/members.js";

/** Where the options of a call remember which of our interceptors it came through. */
const PASSED: unique symbol = /* @__PURE__ */ Symbol.for("rpc-status.passed") as never;

type OwnInterceptor = "clientInterceptor" | "retryInterceptor";

/**
 * Notes that a call came through an interceptor of ours, for those further in. Options that take no more members
 * stay without a note.
 */
export function notePassed(options: object, interceptor: OwnInterceptor): void {
  Reflect.set(options, PASSED, interceptor);
}

/**
 * Checks that nobody stands in front of a `retryInterceptor` who belongs behind it.
 *
 * @throws TypeError that says what to change.
 */
export function checkOrder(options: object): void {
  const passed = member(options, PASSED);
  if (passed === "clientInterceptor") {
    throw new TypeError(
      "put retryInterceptor before clientInterceptor: interceptors: [retryInterceptor(), clientInterceptor()]",
    );
  }
  if (passed === "retryInterceptor") {
    throw new TypeError(
      "a call must have one retryInterceptor, not two: their attempts would multiply",
    );
  }
}
