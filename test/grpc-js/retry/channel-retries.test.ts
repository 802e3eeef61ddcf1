import { type ChannelOptions, Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { clientInterceptor, retryInterceptor } from "../../../src/entry/grpc-js.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { channelRetries } from "../../../src/grpc-js/retry/channel-retries.js";
import { QUICK, single, withRetried } from "./retried-library.js";
import { type Answer, type ServerCall, unavailable } from "./server-call.js";

const SERVICE = "example.library.v1.LibraryService";

function serviceConfig(policy: object, more: object = {}): ChannelOptions {
  const methodConfig = [{ name: [{ service: SERVICE }], ...policy }];
  return {
    "grpc.service_config": JSON.stringify({ loadBalancingConfig: [], methodConfig }),
    ...more,
  };
}

const RETRY = {
  retryPolicy: {
    maxAttempts: 3,
    initialBackoff: "0.001s",
    maxBackoff: "0.001s",
    backoffMultiplier: 1,
    retryableStatusCodes: ["UNAVAILABLE"],
  },
};
const HEDGE = {
  hedgingPolicy: { maxAttempts: 3, hedgingDelay: "0s", nonFatalStatusCodes: ["UNAVAILABLE"] },
};

/** How often the server is called, and the history of the error. */
async function attempts(channel: ChannelOptions, failure: object = unavailable()) {
  let count = 0;
  const getBook = (_call: ServerCall, answer: Answer) => {
    count++;
    answer(failure);
  };
  // Further interceptors stand between the retries and the channel.
  const interceptors = [retryInterceptor({ ...QUICK, maxAttempts: 4 }), clientInterceptor()];
  const { error } = await withRetried({ getBook }, { channel, interceptors }, (client) =>
    single((callback) => client.getBook({}, new Metadata(), {}, callback)),
  );
  return { count, history: attemptsOf(error) };
}

describe("channelRetries", () => {
  it("are not multiplied: a retryPolicy that covers the status has all attempts", async () => {
    const { count, history } = await attempts(serviceConfig(RETRY));
    expect(count).toBe(3);
    expect(history).toMatchObject([{ attempt: 3, stopReason: "the channel retries this itself" }]);
  });

  it("are known by the number of a code, too", async () => {
    const retryPolicy = { ...RETRY.retryPolicy, retryableStatusCodes: [14] };
    const { count } = await attempts(serviceConfig({ retryPolicy }));
    expect(count).toBe(3);
  });

  it("leave other statuses to the interceptor", async () => {
    const retryPolicy = { ...RETRY.retryPolicy, retryableStatusCodes: ["ABORTED"] };
    const { count } = await attempts(serviceConfig({ retryPolicy }));
    expect(count).toBe(4);
  });

  it("leave all to the interceptor where they are switched off", async () => {
    const { count } = await attempts(serviceConfig(RETRY, { "grpc.enable_retries": 0 }));
    expect(count).toBe(4);
  });

  it("leave all to the interceptor where the policy is another method's", async () => {
    const channel = {
      "grpc.service_config": JSON.stringify({
        loadBalancingConfig: [],
        methodConfig: [{ name: [{ service: SERVICE, method: "ListBooks" }], ...RETRY }],
      }),
    };
    expect((await attempts(channel)).count).toBe(4);
  });

  it("are not multiplied when they hedge", async () => {
    const { count } = await attempts(serviceConfig(HEDGE));
    expect(count).toBe(3);
  });

  it("have the last word where they hedge: what is fatal to them is not repeated", async () => {
    const hedgingPolicy = { maxAttempts: 3, hedgingDelay: "60s", nonFatalStatusCodes: ["ABORTED"] };
    const { count, history } = await attempts(serviceConfig({ hedgingPolicy }));
    expect(count).toBe(1);
    expect(history).toMatchObject([{ stopReason: "the channel retries this itself" }]);
  });

  it("are none of a call of another make, however it is built", () => {
    const none = { attempts: 1, covered: false };
    const ring: { nextCall?: object } = {};
    ring.nextCall = ring;
    const trap = new Proxy(
      {},
      {
        get() {
          throw new Error("no");
        },
      },
    );
    const hostile = { callConfig: { methodConfig: trap }, attempts: "9", maxAttempts: Number.NaN };
    for (const call of [undefined, null, 7, "call", {}, ring, trap, hostile])
      expect(channelRetries(call, 14)).toEqual(none);
  });
});
