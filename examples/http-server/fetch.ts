import { toResponse } from "rpc-status/http";
import { findBook } from "./find-book.js";

/** What Deno, Bun and workers call with each request: `export default { fetch: answer }`. */
export async function answer(request: Request): Promise<Response> {
  try {
    const { pathname } = new URL(request.url);
    return Response.json(await findBook(pathname.split("/").at(-1) ?? ""));
  } catch (error) {
    return toResponse(error, request);
  }
}
