import type { DescMessage, DescMethod, Registry } from "@bufbuild/protobuf";
import { member } from "../wire/members.js";
import { shorten } from "../wire/shorten.js";
import { showValue } from "../wire/show-value.js";
import { operationTypeNames } from "./method-option.js";
import { resolveType } from "./type-scope.js";

/** Types of what an operation holds. */
export interface OperationSchemas<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> {
  readonly response?: Response;
  readonly metadata?: Metadata;
}

/**
 * The types that the operation of a method carries, by its option `yandex.cloud.api.operation` or
 * `google.longrunning.operation_info`.
 *
 * Names are looked up as protobuf does it, from the package of the method outwards: in the method's file, in all
 * that it imports, in `registry`, and among protobuf's own types.
 *
 * @param method - of a generated service: `LibraryService.method.createShelf`.
 * @param registry - where types are that the method's file does not import.
 * @returns without a member for what the option leaves out, or names in vain.
 * @throws TypeError for what is no method, or no registry.
 * @see https://google.aip.dev/151
 */
export function schemasOfMethod(method: DescMethod, registry?: Registry): OperationSchemas {
  checkMethod(method);
  checkRegistry(registry);
  const cached = cacheOf(registry);
  let schemas = cached.get(method);
  if (schemas === undefined) {
    schemas = findSchemas(method, registry);
    cached.set(method, schemas);
  }
  return schemas;
}

/** @throws TypeError for what is no registry of protobuf-es. */
export function checkRegistry(registry: Registry | undefined): void {
  if (registry === undefined || typeof member(registry, "getMessage") === "function") return;
  throw new TypeError(`registry must be a Registry of protobuf-es, not ${show(registry)}`);
}

function checkMethod(method: DescMethod): void {
  if (member(method, "kind") === "rpc") return;
  throw new TypeError(
    `method must be a method's descriptor, such as LibraryService.method.createShelf, not ${show(method)}`,
  );
}

const MAX_SHOWN = 80;

function show(value: unknown): string {
  return shorten(showValue(value), MAX_SHOWN);
}

type Cache = WeakMap<DescMethod, OperationSchemas>;

const withoutRegistry: Cache = /* @__PURE__ */ new WeakMap();
const byRegistry = /* @__PURE__ */ new WeakMap<Registry, Cache>();

function cacheOf(registry: Registry | undefined): Cache {
  if (registry === undefined) return withoutRegistry;
  let cache = byRegistry.get(registry);
  if (cache === undefined) {
    cache = new WeakMap();
    byRegistry.set(registry, cache);
  }
  return cache;
}

function findSchemas(method: DescMethod, registry: Registry | undefined): OperationSchemas {
  const names = operationTypeNames(method);
  if (names === undefined) return {};
  const { file } = method.parent;
  const response = resolveType(names.response, file, registry);
  const metadata = resolveType(names.metadata, file, registry);
  return { ...(response && { response }), ...(metadata && { metadata }) };
}
