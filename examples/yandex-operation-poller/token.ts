import { readFile } from "node:fs/promises";

let token: string | undefined;

/** The header with the token in use. */
export async function authorization(): Promise<string> {
  token ??= await readToken();
  return `Bearer ${token}`;
}

/** Forgets a token that expired: the next call reads another. */
export function renewToken(): void {
  token = undefined;
}

async function readToken(): Promise<string> {
  const { IAM_TOKEN_FILE: file, IAM_TOKEN: variable } = process.env;
  const text = file === undefined ? variable : await readFile(file, "utf8");
  if (!text?.trim()) throw new Error("no token: IAM_TOKEN_FILE or IAM_TOKEN is needed");
  return text.trim();
}
