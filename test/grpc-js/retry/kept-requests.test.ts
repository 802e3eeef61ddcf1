import { describe, expect, it } from "vitest";
import { KeptRequests } from "../../../src/grpc-js/retry/kept-requests.js";

const text = (message: unknown) => new TextEncoder().encode(String(message));

const kept = (...messages: string[]) => {
  const requests = new KeptRequests({ serialize: text, maxBytes: 10 });
  for (const message of messages) requests.add(message, {});
  return requests;
};

describe("KeptRequests", () => {
  it("keeps all until it is released, and then what has yet to be sent", () => {
    const requests = kept("a", "b", "c");
    requests.drop(3);
    expect([0, 1, 2].map((index) => requests.at(index)?.message)).toEqual(["a", "b", "c"]);
    requests.release(1);
    expect([0, 1, 2].map((index) => requests.at(index)?.message)).toEqual([undefined, "b", "c"]);
    requests.drop(3);
    expect(requests.at(2)).toBeUndefined();
    requests.add("d", {});
    expect(requests.count).toBe(4);
    expect(requests.at(3)?.message).toBe("d");
    requests.drop(4);
    expect(requests.at(3)).toBeUndefined();
  });

  it("is too large beyond its bound, and measures nothing more once it is released", () => {
    const requests = kept("12345", "67890");
    expect(requests.isTooLarge).toBe(false);
    let measured = 0;
    const counting = new KeptRequests({
      serialize: (message) => {
        measured++;
        return text(message);
      },
      maxBytes: 1,
    });
    counting.add("12", {});
    expect(counting.isTooLarge).toBe(true);
    counting.release(0);
    counting.add("3", {});
    expect(measured).toBe(1);
    requests.add("1", {});
    expect(requests.isTooLarge).toBe(true);
  });

  it("does not measure a request that is alone", () => {
    const serialize = () => {
      throw new Error("measured");
    };
    const requests = new KeptRequests({ serialize, maxBytes: undefined });
    requests.add("a", {});
    expect(requests.isTooLarge).toBe(false);
    expect(requests.isChanged).toBe(false);
  });

  it("takes what does not serialize for unchanged: whoever sends it will tell", () => {
    const serialize = () => {
      throw new Error("cannot");
    };
    const requests = new KeptRequests({ serialize, maxBytes: 10 });
    requests.add("a", {});
    expect(requests.isChanged).toBe(false);
    expect(requests.at(0)?.message).toBe("a");
  });

  it("tells each caller once that its message is sent, at the end at the latest", () => {
    const told: string[] = [];
    const requests = new KeptRequests({ serialize: text, maxBytes: 10 });
    requests.add("a", { callback: () => told.push("a") });
    requests.end();
    requests.end();
    requests.add("b", { callback: () => told.push("b") });
    expect(told).toEqual(["a", "b"]);
  });
});
