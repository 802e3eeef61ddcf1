import type { Bytes } from "./body-start.js";

/** An answer as it was, of its body that was read. */
export function sameAnswer(response: Response, body: Bytes): Response {
  const { status } = response;
  // Some statuses may have no body, and none is above 599 to `Response`, though servers send such.
  const init = status <= 599 ? response : { status: 500, headers: response.headers };
  return new Response(body.length > 0 ? body : null, init);
}
