import { describe, expect, it } from "vitest";
import { TargetThrottles } from "../../../src/connect/retry/target-throttles.js";
import { RetryThrottle } from "../../../src/entry/retry.js";

describe("TargetThrottles", () => {
  it("has one throttle for each origin, however it is spelled", () => {
    const throttles = new TargetThrottles(undefined);
    const one = throttles.of("https://library.example/a.Service/Get");
    expect(one).toBeInstanceOf(RetryThrottle);
    expect(throttles.of("https://LIBRARY.example:443/b.Service/Put?x=y")).toBe(one);
    expect(throttles.of("http://library.example/a.Service/Get")).not.toBe(one);
    expect(throttles.of("https://library.example:444/a.Service/Get")).not.toBe(one);
  });

  it("has one for the page's own origin, of which a request names the path alone", () => {
    const throttles = new TargetThrottles(undefined);
    const own = throttles.of("/a.Service/Get");
    expect(own).toBeInstanceOf(RetryThrottle);
    expect(throttles.of("/b.Service/Get")).toBe(own);
  });

  it("forgets the oldest of more than a thousand", () => {
    const throttles = new TargetThrottles(undefined);
    const of = (port: number) => throttles.of(`http://library.example:${port}/`);
    const [first, second] = [of(1), of(2)];
    for (let port = 3; port <= 1_000; port++) of(port);
    expect(of(1)).toBe(first);
    of(1_001);
    expect(of(2)).toBe(second);
    expect(of(1)).not.toBe(first);
  });

  it("has the one that is given for all, or none", () => {
    const shared = new RetryThrottle();
    expect(new TargetThrottles(shared).of("http://a.example/")).toBe(shared);
    expect(new TargetThrottles(false).of("http://a.example/")).toBeUndefined();
  });
});
