import { statSync } from "node:fs";
import type { CliIo } from "../cli-io.js";
import { readInput } from "../read-input.js";
import { UsageError } from "../usage-error.js";
import type { SecretsMask } from "./secrets-mask.js";

/** Gives the value of `authorization` for one poll. */
export type Authorization = () => Promise<string>;

/** Where the token may stand. */
export interface TokenRequest {
  /** A path; `-` is standard input. Before `RPC_STATUS_TOKEN`. */
  readonly tokenFile?: string | undefined;
}

/** The variable of the environment that may hold the token. */
const VARIABLE = "RPC_STATUS_TOKEN";

/**
 * Gives what reads the token, once it was read; `undefined` where there is none. A file is read anew for each
 * poll, since tokens expire; one that is being rewritten, and what can be read only once, counts as it was.
 *
 * @throws UsageError where there is no token in what should hold it.
 */
export async function readToken(
  { tokenFile }: TokenRequest,
  { env = {}, stdin }: CliIo,
  secrets: SecretsMask,
): Promise<Authorization | undefined> {
  if (tokenFile === undefined) {
    const variable = env[VARIABLE];
    if (variable === undefined || variable === "") return undefined;
    const value = authorizationOf(variable, VARIABLE, secrets);
    return async () => value;
  }
  if (tokenFile === "-" && stdin.isTTY) {
    throw new UsageError("--token-file - needs a token piped in: a terminal would show it");
  }
  const read = async () => {
    const input = tokenFile === "-" ? { argument: tokenFile } : { file: tokenFile };
    const { bytes, source } = await readInput(input, stdin);
    return authorizationOf(new TextDecoder().decode(bytes), source, secrets);
  };
  let value = await read();
  if (tokenFile === "-" || !isFile(tokenFile)) return async () => value;
  return async () => {
    value = await read().catch(() => value);
    return value;
  };
}

/** Not so a pipe, as `<(yc iam create-token)` is one. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** A token alone, or with the scheme before it: `Api-Key AQVN…`. A private key is neither. */
const TOKEN = /^(?:([A-Za-z][\w-]{0,30}) )?([\w.~+/=:-]{1,16384})$/;

function authorizationOf(text: string, source: string, secrets: SecretsMask): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new UsageError(`${source} holds no token: it is empty`);
  const [, scheme = "Bearer", token] = TOKEN.exec(trimmed) ?? [];
  if (token === undefined) {
    throw new UsageError(
      `${source} holds no token: one line is needed, of letters, digits and -._~+/=:`,
    );
  }
  secrets.add(token);
  return `${scheme} ${token}`;
}
