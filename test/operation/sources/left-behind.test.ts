import { setMaxListeners } from "node:events";
import type { DescService } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Operations } from "../../../gen/google/longrunning/operations_pb.js";
import { OperationService } from "../../../gen/yandex/cloud/operation/operation_service_pb.js";
import { Code } from "../../../src/entry/index.js";
import {
  googleOperations,
  type OperationSource,
  type PollContext,
  restOperations,
  waitForOperation,
  watchOperation,
  yandexOperations,
} from "../../../src/entry/operation.js";
import type { ClientOrTransport } from "../../../src/operation/sources/caller.js";
import { abortListeners, timers, unhandledDuring } from "../../fixtures/left-behind.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import { Failure, type Handler, WIRES, withOperations } from "./operations-server.js";
import { pollContext } from "./poll-context.js";
import { serving } from "./rest-server.js";

/** How many calls are made at once, and given up. */
const CALLS = 20;
const ID = "operations/op1";
const parent = "projects/p";

/** What a source can be asked, as far as it has it. */
const CALLED: Readonly<
  Record<
    string,
    (source: OperationSource, context: PollContext) => PromiseLike<unknown> | undefined
  >
> = {
  get: (source, context) => source.get(ID, context),
  wait: (source, context) => source.wait?.(ID, context),
  cancel: (source, { signal }) => source.cancel?.(ID, { signal }),
  list: (source, context) => source.list?.({ ...context, pageToken: "" }),
  waitForOperation: (source, { signal }) =>
    waitForOperation(ID, { source, signal, timeoutMs: 60_000 }),
  watchOperation: (source, { signal }) =>
    watchOperation(ID, { source, signal, timeoutMs: 60_000 })[Symbol.asyncIterator]().next(),
};

/** The calls that a server has taken and not answered. */
class OpenCalls {
  #open = 0;
  #watch = () => {};

  readonly take = (closed: Promise<unknown>): void => {
    this.#open++;
    this.#watch();
    closed.then(() => {
      this.#open--;
      this.#watch();
    });
  };

  /** Resolves as soon as so many are open. */
  reach(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#watch = () => {
        if (this.#open === count) resolve();
      };
      this.#watch();
    });
  }
}

/** Makes calls, gives them up once the server has taken them all, and waits until it has noticed. */
async function giveUp(calls: OpenCalls, call: (context: PollContext) => PromiseLike<unknown>) {
  const { abort, context } = pollContext(60_000);
  setMaxListeners(0, abort.signal);
  const reason = new Error("nobody waits");
  const ends = Array.from({ length: CALLS }, () => rejection(Promise.resolve(call(context))));
  expect(await withinASecond(calls.reach(CALLS))).toBeUndefined();
  abort.abort(reason);
  const errors = await withinASecond(Promise.all(ends));
  expect(errors).toHaveLength(CALLS);
  for (const error of errors) expect((error as Error).cause).toBe(reason);
  expect(abortListeners(abort.signal)).toEqual([]);
  expect(await withinASecond(calls.reach(0))).toBeUndefined();
}

/** Gives up calls twice: the first may have opened connections, which have timers of their own. */
async function expectNothingLeft(source: OperationSource, name: string, calls: OpenCalls) {
  const call = CALLED[name];
  if (call === undefined) throw new TypeError(name);
  const made = (context: PollContext) =>
    call(source, context) ?? Promise.reject(new TypeError(name));
  await giveUp(calls, made);
  const before = timers();
  expect(await unhandledDuring(() => giveUp(calls, made))).toEqual([]);
  expect(timers()).toBeLessThanOrEqual(before);
}

const ALONE = ["get", "cancel", "waitForOperation", "watchOperation"];
const ALL = Object.keys(CALLED);

const GRPC: [string, DescService, (carrier: ClientOrTransport) => OperationSource, string[]][] = [
  ["yandexOperations", OperationService, (carrier) => yandexOperations(carrier), ALONE],
  ["googleOperations", Operations, (carrier) => googleOperations(carrier, { parent }), ALL],
];

describe.each(GRPC)("%s, of a server that never answers,", (_, service, sourceOf, names) => {
  const cases = WIRES.flatMap((wire) => names.map((name) => [name, wire] as const));

  it.each(cases)("leaves nothing behind of %s over %s once it is aborted", async (name, wire) => {
    const calls = new OpenCalls();
    const handler: Handler = async ({ cancelled }) => {
      calls.take(cancelled);
      await cancelled;
      // A handler that goes on would leave a timer of the server's own.
      throw new Failure(Code.CANCELLED, "nobody waits");
    };
    await withOperations(wire, service, handler, (carrier) =>
      expectNothingLeft(sourceOf(carrier), name, calls),
    );
  });
});

const REST: [string, (url: string) => OperationSource, string[]][] = [
  ["yandex", (url) => restOperations({ url }), ALONE],
  ["google", (url) => restOperations({ url, style: "google", parent }), ALL],
];

describe.each(REST)("restOperations in the style %s", (_, sourceOf, names) => {
  it.each(names)(
    "leaves nothing behind of %s once it is aborted, where no answer came",
    async (name) => {
      const calls = new OpenCalls();
      const closed = (response: { once(event: "close", listener: () => void): unknown }) =>
        new Promise<void>((resolve) => response.once("close", resolve));
      await serving(
        (response) => calls.take(closed(response)),
        (url) => expectNothingLeft(sourceOf(url), name, calls),
      );
    },
  );

  it.each(names)(
    "leaves nothing behind of %s once it is aborted, where an answer had begun",
    async (name) => {
      const calls = new OpenCalls();
      await serving(
        (response) => {
          response.writeHead(200, { "content-type": "application/json" });
          response.write('{"name":');
          calls.take(new Promise((resolve) => response.once("close", resolve)));
        },
        (url) => expectNothingLeft(sourceOf(url), name, calls),
      );
    },
  );
});
