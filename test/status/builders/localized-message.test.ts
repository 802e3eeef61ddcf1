import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { LocalizedMessageSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { localizedMessage } from "../../../src/status/builders/localized-message.js";

describe("localizedMessage", () => {
  it("builds the message that its JSON describes", () => {
    expect(localizedMessage("ru", "Книги нет")).toEqual(
      fromJson(LocalizedMessageSchema, { locale: "ru", message: "Книги нет" }),
    );
  });
});
