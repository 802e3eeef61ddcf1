import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { RpcError } from "../../../src/error/rpc-error.js";
import { anyBytes } from "../../../src/status/details/any-bytes.js";
import { DamagedDetail } from "../../../src/status/details/damaged-detail.js";
import { detailToJson } from "../../../src/status/details/detail-json.js";
import { readDetails } from "../../../src/status/details/read-details.js";
import { decodeStatusDetails, encodeStatusDetails } from "../../../src/status/status-details.js";

const typeUrl = "type.googleapis.com/google.rpc.ErrorInfo";
const json = { type_url: typeUrl, value: [10, 1, 256] };
const detail = new DamagedDetail(typeUrl, json);

describe("DamagedDetail", () => {
  it("has its type, what it came as, and says that it is damaged, known or not", () => {
    expect(detail.type).toBe("google.rpc.ErrorInfo");
    expect(detail.json).toBe(json);
    expect([detail.value, detail.bytes]).toEqual([undefined, undefined]);
    expect(detail.problem).toMatchObject({ kind: "detail", value: "google.rpc.ErrorInfo" });
    const unknown = new DamagedDetail("x/y.Z", json);
    expect(unknown.problem).toMatchObject({ kind: "detail", value: "y.Z" });
  });

  it("stays as it came in JSON, and damaged", () => {
    const again = JSON.parse(JSON.stringify(detailToJson(detail)));
    expect(again).toEqual(json);
    expect(readDetails([again], [])).toEqual([detail]);
  });

  it("never becomes an empty message, by its schema or on its way out", () => {
    expect(detail.as(ErrorInfoSchema)).toBeUndefined();
    expect(anyBytes(detail)).toBeDefined();
    const sent = encodeStatusDetails({ code: 13, message: "copied", details: [detail] });
    expect(decodeStatusDetails(sent).details.map(({ type }) => type)).toEqual([
      "google.protobuf.Struct",
    ]);
  });

  it("may be a detail of another error", () => {
    const error = new RpcError("INTERNAL", "copied", { details: [detail] });
    expect(error.details).toEqual([detail]);
    expect(error.problems).toMatchObject([{ kind: "detail", detail: 0 }]);
    expect(error.reason).toBeUndefined();
  });
});
