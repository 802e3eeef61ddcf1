import { showValue } from "../../wire/show-value.js";
import { type Provided, provide } from "./provided.js";

/** Headers of requests: whatever `new Headers` takes. */
export type HeadersInput = ConstructorParameters<typeof Headers>[0] & object;

/** The headers of one request; the caller's own object stays as it is. */
export async function sentHeaders(headers: Provided<HeadersInput> | undefined): Promise<Headers> {
  return new Headers(await provide(headers));
}

/** @throws TypeError where headers that are no function are none either. */
export function checkHeaders(headers: unknown): void {
  if (headers === undefined || typeof headers === "function") return;
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError(`headers must be an object or a function, not ${showValue(headers)}`);
  }
  new Headers(headers as HeadersInput);
}
