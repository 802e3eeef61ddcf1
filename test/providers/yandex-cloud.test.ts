import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { yandexCloud } from "../../src/providers/yandex-cloud.js";
import { parseCode } from "../../src/status/code.js";
import { serviceErrorFromTrailers } from "../fixtures/real-service-error.js";
import { type AnsweringServer, startAnswering } from "./answered.js";

const REQUEST_ID = "0f4de8bb-0a79-4c4e-bf2d-0a5a9f2a0c55";
const details = [{ "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: REQUEST_ID }];

describe("yandexCloud", () => {
  let server: AnsweringServer;
  beforeAll(async () => {
    server = await startAnswering();
  });
  afterAll(() => server.stop());

  it.each(yandexCloud.rows)("has the code of a REST answer $name", async (row) => {
    const { code, httpStatus } = row;
    const error = await server.errorOf(httpStatus, { code, message: "the disk is lost", details });
    expect(error.code).toBe(row.code);
    expect(error.requestIds).toEqual([REQUEST_ID]);
    expect(yandexCloud.dialects).toContain(error.dialect);
  });

  it.each(yandexCloud.rows)("has the code of a gRPC answer $name", async (row) => {
    const error = RpcError.from(await serviceErrorFromTrailers({ "grpc-status": `${row.code}` }));
    expect(error.code).toBe(row.code);
  });

  it.each(yandexCloud.rows)("has the code of an operation that failed $name", async (row) => {
    const status = { code: row.code, message: "the disk is lost", details };
    const operation = { id: "fhm1", done: true, error: status };
    const error = await server.errorOf(200, operation);
    expect(error.code).toBe(row.code);
    expect(error.via).toBe("operation");
    expect(yandexCloud.dialects).toContain(error.dialect);
  });

  it("spells its names as the decoder reads them", () => {
    for (const { name, code } of yandexCloud.rows) expect(parseCode(name)).toBe(code);
    expect(Object.keys(yandexCloud.spellings)).toEqual(["NOT_IMPLEMENTED"]);
  });

  it("does not count what users run in it among its hosts", () => {
    const users = ["abc.apigw.yandexcloud.net", "functions.yandexcloud.net"];
    for (const host of users) {
      expect(yandexCloud.hosts.some((known) => host.endsWith(known))).toBe(false);
    }
  });
});
