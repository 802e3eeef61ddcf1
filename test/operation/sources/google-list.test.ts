import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import {
  ListOperationsResponseSchema,
  Operations,
} from "../../../gen/google/longrunning/operations_pb.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import {
  type GoogleOperationsOptions,
  googleOperations,
} from "../../../src/operation/sources/google-operations.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import {
  Failure,
  type Handler,
  hangingHandler,
  WIRES,
  withOperations,
} from "./operations-server.js";
import { listContext } from "./poll-context.js";

const parent = "projects/p 1/locations/l";

/** A server whose list has two pages, and keeps what it was asked. */
function twoPages() {
  const asked: object[] = [];
  const handler: Handler = async ({ method, request, setHeader }) => {
    const { name, filter, pageSize, pageToken } = request;
    asked.push({ method, name, filter, pageSize, pageToken });
    setHeader("x-request-id", "req-9");
    const isFirst = pageToken === "";
    const operations = [{ name: `${name}/operations/${isFirst ? 1 : 2}` }];
    return create(ListOperationsResponseSchema, {
      operations,
      nextPageToken: isFirst ? "a/b +c" : "",
    });
  };
  return { asked, handler };
}

describe.each(WIRES)("the list of googleOperations over %s", (wire) => {
  /** Asks a server for a page. */
  const listing = (handler: Handler, options: GoogleOperationsOptions, pageToken = "") =>
    withOperations(wire, Operations, handler, async (carrier) =>
      googleOperations(carrier, options).list?.(listContext(pageToken).context),
    );

  it("is read page by page, up to 500 operations each", async () => {
    const { asked, handler } = twoPages();
    const first = await listing(handler, { parent });
    expect(first?.operations).toMatchObject([{ name: `${parent}/operations/1` }]);
    expect(first?.nextPageToken).toBe("a/b +c");
    const last = await listing(handler, { parent }, first?.nextPageToken);
    expect(last?.operations).toMatchObject([{ name: `${parent}/operations/2` }]);
    expect(last?.nextPageToken).toBe("");
    const always = { method: "listOperations", name: parent, filter: "", pageSize: 500 };
    expect(asked).toEqual([
      { ...always, pageToken: "" },
      { ...always, pageToken: "a/b +c" },
    ]);
  });

  it("is asked for by the filter and in the size that are given", async () => {
    const { asked, handler } = twoPages();
    const filter = 'done=false AND name:"полка"';
    await listing(handler, { parent: "operations", filter, pageSize: 7 });
    expect(asked).toEqual([
      { method: "listOperations", name: "operations", filter, pageSize: 7, pageToken: "" },
    ]);
  });

  it("may have an empty page", async () => {
    const page = await listing(async () => create(ListOperationsResponseSchema), { parent });
    expect(page).toMatchObject({ operations: [], nextPageToken: "" });
  });

  it("hands over the headers of its answer", async () => {
    await withOperations(wire, Operations, twoPages().handler, async (carrier) => {
      const { context, header } = listContext();
      await googleOperations(carrier, { parent }).list?.(context);
      expect(header("x-request-id")).toEqual(["req-9"]);
    });
  });

  it("rejects with UNIMPLEMENTED where a service has none", async () => {
    const handler: Handler = async ({ setHeader }) => {
      setHeader("x-request-id", "req-9");
      throw new Failure(Code.UNIMPLEMENTED, "no such method");
    };
    const error = await rejection(listing(handler, { parent }));
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: Code.UNIMPLEMENTED, requestIds: ["req-9"] });
  });

  it("ends with the signal, on the server as well", async () => {
    const { handler, served } = hangingHandler();
    await withOperations(wire, Operations, handler, async (carrier) => {
      const { abort, context } = listContext();
      const page = googleOperations(carrier, { parent }).list?.(context);
      const listed = rejection(Promise.resolve(page));
      const [cancelled] = await served;
      abort.abort();
      expect(((await withinASecond(listed)) as RpcError).code).toBe(Code.CANCELLED);
      expect(await withinASecond(cancelled ?? Promise.reject())).toBeUndefined();
    });
  });

  it("is there only where it is known whose operations are listed", async () => {
    await withOperations(wire, Operations, twoPages().handler, async (carrier) => {
      expect(googleOperations(carrier)).not.toHaveProperty("list");
      expect(googleOperations(carrier, {})).not.toHaveProperty("list");
      const wrong = { parent: "operations/" };
      expect(() => googleOperations(carrier, wrong)).toThrow(/^parent must be a path/);
    });
  });
});
