import { decodeOperationError, messageOf, type OperationFields } from "../dialects/operation.js";
import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { member, members } from "../wire/members.js";
import { type Problem, problem } from "../wire/problem.js";
import { type OperationSchemas, schemasOfMethod } from "./method-schemas.js";
import type { OperationTypes } from "./operation-types.js";
import { type Payload, payloadType, readPayload } from "./payload.js";
import type { OperationState } from "./state.js";
import { dateOf } from "./timestamp-date.js";

const INSPECT = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/**
 * A snapshot that decodes nothing before it is asked for: whoever watches many operations looks at the
 * state of most and at the rest of few.
 */
export class LazySnapshot {
  readonly id: string;
  readonly raw: unknown;
  readonly #fields: OperationFields;
  readonly #types: OperationTypes;
  #error: RpcError | undefined;
  #metadata: Payload | undefined;
  #response: Payload | undefined;

  constructor(raw: unknown, fields: OperationFields, types: OperationTypes) {
    this.id = fields.id;
    this.raw = raw;
    this.#fields = fields;
    this.#types = types;
  }

  get state(): OperationState {
    const { done, error } = this.#fields;
    if (!done) return error === undefined ? "running" : "failing";
    if (error === undefined) return "succeeded";
    return this.error?.code === Code.CANCELLED ? "cancelled" : "failed";
  }

  get metadata(): unknown {
    return this.#readMetadata().value;
  }

  get response(): unknown {
    return this.#readResponse().value;
  }

  get error(): RpcError | undefined {
    const { error } = this.#fields;
    if (error === undefined) return undefined;
    this.#error ??= errorOf(error);
    return this.#error;
  }

  get problems(): readonly Problem[] {
    return Object.entries({
      metadata: this.#readMetadata(),
      response: this.#readResponse(),
    }).flatMap(([name, { problem: one }]) =>
      one ? [{ ...one, message: `${name}: ${one.message}` }] : [],
    );
  }

  get description(): string | undefined {
    return this.#text("description");
  }

  get createdAt(): Date | undefined {
    return dateOf(this.#member("createdAt", "created_at"));
  }

  get createdBy(): string | undefined {
    return this.#text("createdBy", "created_by");
  }

  get modifiedAt(): Date | undefined {
    return dateOf(this.#member("modifiedAt", "modified_at"));
  }

  /** What may be logged. Of response and metadata it has the types alone: a new key is the response of a call. */
  toJSON(): Record<string, unknown> {
    const { metadata, response } = this.#fields;
    const payloads = { metadata: shownType(metadata), response: shownType(response) };
    const { id, state, description, createdAt, createdBy, modifiedAt, error } = this;
    return { id, state, description, createdAt, createdBy, modifiedAt, ...payloads, error };
  }

  [INSPECT](): Record<string, unknown> {
    return this.toJSON();
  }

  #readMetadata(): Payload {
    this.#metadata ??= this.#decode(this.#fields.metadata, "metadata");
    return this.#metadata;
  }

  #readResponse(): Payload {
    const { done, error, response } = this.#fields;
    const succeeded = done && error === undefined;
    this.#response ??= this.#decode(succeeded ? response : undefined, "response");
    return this.#response;
  }

  #decode(payload: unknown, name: keyof OperationSchemas): Payload {
    const { method, registry, [name]: wanted } = this.#types;
    const named = method && schemasOfMethod(method, registry)[name];
    return readPayload(payload, { wanted, named, registry });
  }

  /** A member, in the spelling of JSON or in that of the proto file. */
  #member(...names: readonly [string, string?]): unknown {
    const operation = messageOf(this.raw);
    const [name, alias = name] = names;
    return member(operation, name) ?? member(operation, alias);
  }

  #text(...names: readonly [string, string?]): string | undefined {
    const text = this.#member(...names);
    return typeof text === "string" && text !== "" ? text : undefined;
  }
}

function shownType(payload: unknown): { readonly "@type": string } | undefined {
  return payload === undefined ? undefined : { "@type": payloadType(payload) };
}

function errorOf(status: object): RpcError {
  try {
    return RpcError.fromParts(decodeOperationError(status), status);
  } catch (cause) {
    // An object of some program that throws as it is read: its code and message may still be there.
    const parts = decodeOperationError(members(status, "code", "message"));
    const problems = [...parts.problems, problem("unreadable", "reading it threw", cause)];
    return RpcError.fromParts({ ...parts, problems }, status);
  }
}
