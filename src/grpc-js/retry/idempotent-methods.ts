import type { DescService } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import type { ServiceDefinition } from "@grpc/grpc-js";
import { isIdempotent, type RetryInterceptorOptions } from "../../retry/interceptor-options.js";
import { isObject, member } from "../../wire/members.js";
import { showValue } from "../../wire/show-value.js";

/** A service as protobuf-es generates it, or as grpc-js knows it: `LibraryClient.service`. */
export type KnownService = DescService | ServiceDefinition;

/** The options that both adapters share, with lists of services made a question by path. */
export function withMethods(
  options: Omit<RetryInterceptorOptions, "idempotent"> & { readonly idempotent?: unknown },
): RetryInterceptorOptions {
  const { idempotent } = options;
  return Array.isArray(idempotent)
    ? { ...options, idempotent: idempotentMethods(idempotent) }
    : (options as RetryInterceptorOptions);
}

/** The `idempotency_level` of a method of grpc-js, where its definition has one: those of proto-loader do. */
export function levelOf(definition: unknown): Level | undefined {
  const level = member(member(definition, "options"), "idempotency_level");
  return LEVELS.find(([name, number]) => level === name || level === number)?.[1];
}

const LEVELS = [
  ["NO_SIDE_EFFECTS", Level.NO_SIDE_EFFECTS],
  ["IDEMPOTENT", Level.IDEMPOTENT],
] as const;

/**
 * Which methods of some services may happen twice, by path.
 *
 * @throws TypeError that names the value, where one is no service.
 */
function idempotentMethods(services: readonly KnownService[]): (path: string) => boolean {
  const descs: DescService[] = [];
  const levels = new Map<string, Level | undefined>();
  for (const service of services as readonly unknown[]) {
    if (member(service, "kind") === "service") descs.push(service as DescService);
    else for (const method of methodsOf(service)) levels.set(method.path, levelOf(method));
  }
  return (path) =>
    isIdempotent({}, path, levels.get(path)) ||
    isIdempotent({ idempotent: descs }, path, undefined);
}

function methodsOf(service: unknown): { readonly path: string }[] {
  const methods: unknown[] = isObject(service) ? Object.values(service) : [undefined];
  if (methods.every((method) => typeof member(method, "path") === "string"))
    return methods as { readonly path: string }[];
  throw new TypeError(
    `idempotent must list services of protobuf-es or definitions of grpc-js, not ${showValue(service)}`,
  );
}
