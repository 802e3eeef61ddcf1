import type { DescFile, DescMessage, Registry } from "@bufbuild/protobuf";
import { wellKnownSchema } from "./well-known-types.js";

/**
 * Looks a type name up as protobuf does it: in the package of `file` first, then in each package around
 * it. A leading dot says that the name is whole already.
 *
 * Types are searched in the file, in all that it imports, in the registry, and among protobuf's own.
 *
 * @returns `undefined` for an empty name, and for a type that is nowhere.
 * @see https://protobuf.com/docs/language-spec#reference-resolution
 */
export function resolveType(
  name: string,
  file: DescFile,
  registry?: Registry,
): DescMessage | undefined {
  const local = messagesNear(file);
  for (const candidate of candidates(name.trim(), file.proto.package)) {
    const found =
      local.get(candidate) ?? registry?.getMessage(candidate) ?? wellKnownSchema(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `b.C` in the package `x.y` gives `x.y.b.C`, `x.b.C`, `b.C`. */
function* candidates(name: string, packageName: string): Generator<string> {
  if (name === "") return;
  if (name.startsWith(".")) return yield name.slice(1);
  for (let scope = packageName; scope !== ""; scope = parentOf(scope)) yield `${scope}.${name}`;
  yield name;
}

function parentOf(scope: string): string {
  return scope.slice(0, Math.max(0, scope.lastIndexOf(".")));
}

const byFile = /* @__PURE__ */ new WeakMap<DescFile, ReadonlyMap<string, DescMessage>>();

/** All messages of a file and of what it imports, at any distance, by their full names. */
function messagesNear(file: DescFile): ReadonlyMap<string, DescMessage> {
  let near = byFile.get(file);
  if (near === undefined) {
    near = new Map(
      filesNear(file).flatMap(({ messages }) => withNested(messages).map((m) => [m.typeName, m])),
    );
    byFile.set(file, near);
  }
  return near;
}

function filesNear(file: DescFile): readonly DescFile[] {
  const files = new Set([file]);
  // A set goes on to what is added while it is walked.
  for (const { dependencies } of files) for (const one of dependencies) files.add(one);
  return [...files];
}

function withNested(messages: readonly DescMessage[]): DescMessage[] {
  return messages.flatMap((message) => [message, ...withNested(message.nestedMessages)]);
}
