import { Code } from "../../gen/google/rpc/code_pb.js";

export { Code };

/** The name of a code that stands for a failure, spelled as in google.rpc.Code. */
export type CodeName = Exclude<keyof typeof Code, "OK">;

/** The number of a code that stands for a failure: 1 to 16. */
export type ErrorCode = (typeof Code)[CodeName];

const NAMES: readonly ("OK" | CodeName)[] = /* @__PURE__ */ namesByNumber();

function namesByNumber(): ("OK" | CodeName)[] {
  const names: ("OK" | CodeName)[] = [];
  // google/rpc/code.proto declares UNAUTHENTICATED (16) before 8, so the order of keys is no guide.
  for (const name of Object.keys(Code) as ("OK" | CodeName)[]) names[Code[name]] = name;
  return names;
}

/** Whether `value` is the number of a failure: an integer from 1 to 16. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "number" && value > 0 && value < NAMES.length && Number.isInteger(value);
}

/**
 * The name of a code: `codeName(5)` gives `"NOT_FOUND"`.
 *
 * @returns `"UNKNOWN"` for a number that is no code, as gRPC reads one it does not know.
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
export function codeName(code: ErrorCode): CodeName;
export function codeName(code: number): "OK" | CodeName;
export function codeName(code: number): "OK" | CodeName {
  return NAMES[code] ?? "UNKNOWN";
}

// Other spellings that are in use, once case and separators are gone.
const SPELLINGS: Readonly<Record<string, Code>> = {
  CANCELED: Code.CANCELLED, // Go, Connect
  NOTIMPLEMENTED: Code.UNIMPLEMENTED, // Yandex Cloud's guide
};

/**
 * Reads a code in any of its spellings: `5`, `"5"`, `"NOT_FOUND"`, `"not_found"`, `"NotFound"`,
 * `"Canceled"`, and `"NOT_IMPLEMENTED"` as Yandex Cloud writes it.
 *
 * @returns `undefined` for anything that is no code.
 */
export function parseCode(value: string | number): Code | undefined {
  if (typeof value === "number") return value === 0 || isErrorCode(value) ? value : undefined;
  if (typeof value !== "string" || value.length > 40) return undefined;
  const text = value.trim();
  if (/^\d{1,2}$/.test(text)) return parseCode(Number(text));
  const squashed = text.replace(/[_\s-]/g, "").toUpperCase();
  if (Object.hasOwn(SPELLINGS, squashed)) return SPELLINGS[squashed];
  const number = NAMES.findIndex((name) => name.replaceAll("_", "") === squashed);
  return number < 0 ? undefined : (number as Code);
}
