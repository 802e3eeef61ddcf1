import type { ContextKey, ContextValues } from "@connectrpc/connect";

/** The interceptors whose order matters. */
type Layer = "clientInterceptor" | "retryInterceptor";

/** What of a request is looked at. */
interface LayeredRequest {
  readonly method: object;
  readonly contextValues: ContextValues;
}

/** Which interceptor a call has come through. Registered, so that every copy of this package finds it. */
const OUTER_LAYER: ContextKey<Pass | undefined> = {
  id: /* @__PURE__ */ Symbol.for("rpc-status.outer-layer"),
  defaultValue: undefined,
};

interface Pass {
  readonly layer: Layer;
  /** An interceptor may make calls of its own, of another method, and pass its values on. */
  readonly method: object;
}

/**
 * The context values for the layers below an interceptor, by which these know that it is there. What they
 * read and write are the caller's values, which the mark never gets into.
 *
 * @throws TypeError where a `retryInterceptor` is below an interceptor that it must be above of.
 */
export function callUnder(layer: Layer, { method, contextValues }: LayeredRequest): ContextValues {
  const outer = contextValues.get(OUTER_LAYER);
  if (layer === "retryInterceptor" && outer?.method === method) throw misplaced(outer.layer);
  return new MarkedValues(contextValues, { layer, method });
}

function misplaced(outer: Layer): TypeError {
  return new TypeError(
    outer === "retryInterceptor"
      ? "use one retryInterceptor only: two would multiply their attempts"
      : "put retryInterceptor before clientInterceptor: it repeats what that one decodes",
  );
}

class MarkedValues implements ContextValues {
  readonly #values: ContextValues;
  readonly #pass: Pass;

  constructor(values: ContextValues, pass: Pass) {
    this.#values = values;
    this.#pass = pass;
  }

  get<T>(key: ContextKey<T>): T {
    // The key's type is that of the mark, which TypeScript cannot follow.
    return key.id === OUTER_LAYER.id ? (this.#pass as T) : this.#values.get(key);
  }

  set<T>(key: ContextKey<T>, value: T): this {
    this.#values.set(key, value);
    return this;
  }

  delete(key: ContextKey<unknown>): this {
    this.#values.delete(key);
    return this;
  }
}
