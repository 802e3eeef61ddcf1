import { createClient, createRouterTransport } from "@connectrpc/connect";
import { Channel, Client, credentials, Metadata } from "@grpc/grpc-js";
import { afterAll, describe, expect, it } from "vitest";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import { callerOf } from "../../../src/operation/sources/caller.js";

const client = new Client("127.0.0.1:1", credentials.createInsecure());
const channel = new Channel("127.0.0.1:1", credentials.createInsecure(), {});
const transport = createRouterTransport(() => {});

afterAll(() => {
  client.close();
  channel.close();
});

describe("callerOf", () => {
  it.each([
    { what: "undefined", value: undefined, named: "undefined" },
    { what: "null", value: null, named: "null" },
    { what: "an address", value: "127.0.0.1:50051", named: '"127.0.0.1:50051"' },
    { what: "a function", value: () => client, named: "a function" },
    {
      what: "a Connect client",
      value: createClient(OperationService, transport),
      named: "an object",
    },
    { what: "half a transport", value: { unary: () => {} }, named: "an object" },
  ])("throws a TypeError that names what it got, for $what", ({ value, named }) => {
    expect(() => callerOf(value as never)).toThrow(TypeError);
    expect(() => callerOf(value as never)).toThrow(named);
  });

  it("tells how to make a client of a channel", () => {
    expect(() => callerOf(channel as never)).toThrow(/channelOverride/);
  });

  it("calls over a client made of a channel", () => {
    const ofChannel = new Client("127.0.0.1:1", credentials.createInsecure(), {
      channelOverride: channel,
    });
    expect(callerOf(ofChannel)).toBeTypeOf("function");
  });

  it.each([
    { what: "a name", value: "token" },
    { what: "a plain object", value: { authorization: "token" } },
    { what: "null", value: null },
  ])("throws a TypeError for metadata that is $what", ({ value }) => {
    expect(() => callerOf(client, { metadata: value as never })).toThrow(
      /^metadata must be a Metadata/,
    );
  });

  it.each([
    { what: "text", value: "token", text: /^headers must be/ },
    { what: "a name with a space", value: { "a b": "c" }, text: /a b/ },
    { what: "null", value: null, text: /^headers must be/ },
  ])("throws a TypeError for headers that are $what", ({ value, text }) => {
    const options = { headers: value as never };
    expect(() => callerOf(transport, options)).toThrow(TypeError);
    expect(() => callerOf(transport, options)).toThrow(text);
  });

  it("throws a TypeError for the other library's option", () => {
    expect(() => callerOf(client, { headers: {} })).toThrow(/takes metadata, not headers/);
    expect(() => callerOf(transport, { metadata: new Metadata() })).toThrow(
      /takes headers, not metadata/,
    );
  });

  it("survives a value whose getters throw", () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error("no");
        },
      },
    );
    expect(() => callerOf(hostile as never)).toThrow(TypeError);
  });
});
