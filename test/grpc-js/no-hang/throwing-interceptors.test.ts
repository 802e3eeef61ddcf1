import { Metadata, ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { SECRET } from "../../fixtures/failures.js";
import { throwing } from "../../fixtures/hostile-values.js";
import { KINDS } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { type Handler, type Kind, SUCCEEDS } from "./ways.js";
import { handlersFor, withGuarded } from "./with-guarded.js";

type Responder = NonNullable<ConstructorParameters<typeof ServerInterceptingCall>[1]>;
type Listener = Parameters<Parameters<NonNullable<Responder["start"]>>[0]>[0];

const listening = (listener: Listener): Responder => ({ start: (next) => next(listener) });

/** Each place in which an interceptor can throw. */
const HOOKS: Readonly<Record<string, Responder>> = {
  start: { start: throwing },
  sendMetadata: { sendMetadata: throwing },
  sendMessage: { sendMessage: throwing },
  sendStatus: { sendStatus: throwing },
  onReceiveMetadata: listening({ onReceiveMetadata: throwing } as unknown as Listener),
  onReceiveMessage: listening({ onReceiveMessage: throwing } as unknown as Listener),
  onReceiveHalfClose: listening({ onReceiveHalfClose: throwing } as unknown as Listener),
};

const rejecting = async () => {
  await null;
  throwing();
};

/** Each place in which an interceptor that is async can reject, as those that ask who calls do. */
const ASYNC_HOOKS: Readonly<Record<string, Responder>> = {
  sendMetadata: { sendMetadata: rejecting },
  sendMessage: { sendMessage: rejecting },
  sendStatus: { sendStatus: rejecting },
  onReceiveMetadata: listening({ onReceiveMetadata: rejecting }),
  onReceiveMessage: listening({ onReceiveMessage: rejecting }),
  onReceiveHalfClose: listening({ onReceiveHalfClose: rejecting }),
};

/** An interceptor that throws, but for the method that tells whether the channel lives. */
function interceptor(responder: Responder): ServerInterceptor {
  return (method, call) =>
    new ServerInterceptingCall(call, method.path.endsWith("/CreateShelf") ? {} : responder);
}

/** Where the throwing interceptor stands to ours. */
const ORDERS: Readonly<
  Record<string, (ours: ServerInterceptor, theirs: ServerInterceptor) => ServerInterceptor[]>
> = {
  "behind ours": (ours, theirs) => [ours, theirs],
  "in front of ours": (ours, theirs) => [theirs, ours],
};

/** Handlers that send headers, which old versions of grpc-js keep from interceptors otherwise. */
const SUCCEEDS_WITH_HEADERS = Object.fromEntries(
  KINDS.map((kind): [Kind, Handler] => [
    kind,
    (call, callback) => {
      call.sendMetadata(new Metadata());
      return SUCCEEDS[kind](call, callback);
    },
  ]),
);

const FAILS = handlersFor(KINDS, async () => {
  throw new RpcError("NOT_FOUND", "no such book");
});

/** Whether a call of this kind comes by: a failure at once needs no request stream, headers or messages. */
function isReached(hook: string, succeeds: boolean, kind: Kind): boolean {
  if (succeeds || hook === "start" || hook === "sendStatus") return true;
  if (hook === "onReceiveMetadata") return true;
  const readsFirst = kind === "unary" || kind === "serverStream";
  return hook.startsWith("onReceive") && readsFirst;
}

/** Every hook with handlers that come by it. */
const reached = [
  ...Object.entries(HOOKS).map(([hook, responder]) => ({ hook, fails: "throws", responder })),
  ...Object.entries(ASYNC_HOOKS).map(([hook, responder]) => ({
    hook,
    fails: "rejects",
    responder,
  })),
].flatMap(({ hook, ...failing }) =>
  [
    { does: "succeeds", handlers: SUCCEEDS_WITH_HEADERS },
    { does: "fails", handlers: FAILS },
  ]
    .map(({ does, handlers }) => ({
      ...failing,
      hook,
      does,
      handlers,
      kinds: KINDS.filter((kind) => isReached(hook, does === "succeeds", kind)),
    }))
    .filter(({ kinds }) => kinds.length > 0),
);

expectNoEscapes();

describe("guard with serverInterceptor", () => {
  const cases = Object.entries(ORDERS).flatMap(([order, arrange]) =>
    reached
      // grpc-js itself runs into that one, before anything of ours.
      .filter(({ hook }) => !(hook === "start" && order === "behind ours"))
      .map((each) => ({ ...each, order, arrange })),
  );

  it.each(cases)(
    "answers when $hook of an interceptor $order $fails and the handler $does",
    async ({ responder, handlers, kinds, arrange }) => {
      const theirs = interceptor(responder);
      const interceptors = (ours: ServerInterceptor) => arrange(ours, theirs);
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
        for (const { kind, answer } of calls) {
          expect(await answer, kind).toHaveProperty("error.code", expect.any(Number));
          const said = guarded.of(kind).map(({ error }) => String(error));
          expect(said, kind).toContain(`Error: ${SECRET}`);
        }
        await expectUsable(guarded);
      });
    },
  );
});

describe("guard", () => {
  const sending = reached.filter(({ hook }) => hook.startsWith("send"));

  it.each(sending)(
    "answers when $hook of an interceptor $fails and the handler $does",
    async ({ responder, handlers, kinds }) => {
      const interceptors = () => [interceptor(responder)];
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
        for (const { kind, answer } of calls)
          expect(await answer, kind).toHaveProperty("error.code", expect.any(Number));
        await expectUsable(guarded);
      });
    },
  );
});
