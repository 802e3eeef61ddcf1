import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { HelpSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { help } from "../../../src/status/builders/help.js";

describe("help", () => {
  it("builds the message that its JSON describes, links in order", () => {
    const links = [
      { description: "Quotas", url: "https://library.example/quotas" },
      { description: "Support", url: "https://library.example/support" },
    ];
    expect(help(links)).toEqual(fromJson(HelpSchema, { links }));
  });

  it("copies the list, so that a later change of it does not change the detail", () => {
    const links = [{ url: "https://library.example" }];
    const message = help(links);
    links.push({ url: "https://other.example" });
    expect(message.links).toHaveLength(1);
  });
});
