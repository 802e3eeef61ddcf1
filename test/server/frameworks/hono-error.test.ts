import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { describe, expect, it } from "vitest";
import { mapHttpError } from "../../../src/server/map-http-error.js";

/** What reaches the error handler of an application. */
async function caughtOf(prepare: (app: Hono) => void, init: RequestInit = {}): Promise<unknown> {
  const app = new Hono();
  let caught: unknown;
  app.onError((error, c) => {
    caught = error;
    return c.text("", 400);
  });
  prepare(app);
  await app.request("/", init);
  return caught;
}

describe("mapHttpError of Hono", () => {
  it.each([
    [new HTTPException(404, { message: "no such book" }), "NOT_FOUND", "no such book"],
    [new HTTPException(404), "NOT_FOUND", "Not Found"],
    [new HTTPException(422, { message: "odd" }), "FAILED_PRECONDITION", "odd"],
  ])("takes %s", (thrown, codeName, message) => {
    const httpStatus = thrown.status;
    expect(mapHttpError(thrown)).toMatchObject({ codeName, message, httpStatus, cause: thrown });
  });

  it("takes what its validator says of a body", async () => {
    const thrown = await caughtOf(
      (app) =>
        app.post(
          "/",
          validator("json", () => ({})),
          (c) => c.text(""),
        ),
      { method: "POST", body: "{", headers: { "content-type": "application/json" } },
    );
    expect(mapHttpError(thrown)).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      httpStatus: 400,
      message: "Malformed JSON in request body",
    });
  });

  it("takes the challenge of its authentication along, and no message that it would not send", async () => {
    const auth = basicAuth({ username: "reader", password: "p" });
    const error = mapHttpError(await caughtOf((app) => app.get("/", auth, (c) => c.text(""))));
    expect(error).toMatchObject({ codeName: "UNAUTHENTICATED", message: "Unauthorized" });
    expect([...(error?.metadata ?? [])]).toEqual([
      ["www-authenticate", 'Basic realm="Secure Area"'],
    ]);
    const res = new Response("for the client", { headers: { "set-cookie": "session=1" } });
    expect(mapHttpError(new HTTPException(403, { res, message: "secret" }))).toMatchObject({
      codeName: "PERMISSION_DENIED",
      message: "Forbidden",
      metadata: { size: 0 },
    });
  });

  it("keeps 413", async () => {
    const thrown = await caughtOf(
      (app) => app.post("/", bodyLimit({ maxSize: 2 }), (c) => c.text("")),
      { method: "POST", body: "too large", headers: { "content-length": "9" } },
    );
    expect(mapHttpError(thrown)).toMatchObject({ httpStatus: 413, message: "Content Too Large" });
  });

  it.each([
    ["a 500", new HTTPException(500, { message: "secret" })],
    ["a 503", new HTTPException(503, { message: "secret" })],
    ["a status alone", Object.assign(new Error("secret"), { status: 404 })],
  ])("gives undefined for %s", (_, thrown) => {
    expect(mapHttpError(thrown)).toBeUndefined();
  });
});
