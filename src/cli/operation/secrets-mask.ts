import { MASK } from "../../status/secrets.js";
import type { CliIo, TextSink } from "../cli-io.js";

/** What is shorter is no secret, and stands in many a word. */
const MIN_SECRET = 6;

/** Keeps what was sent as a credential out of what is printed: a service may repeat it in its error. */
export class SecretsMask {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    if (secret.length >= MIN_SECRET) this.#secrets.add(secret);
  }

  /** The text with each secret masked. */
  mask(text: string): string {
    let masked = text;
    for (const secret of this.#secrets) masked = masked.replaceAll(secret, MASK);
    return masked;
  }

  /** What writes to the same places, masked. */
  cover(io: CliIo): Pick<CliIo, "stdout" | "stderr"> {
    const cover = (sink: TextSink): TextSink => ({
      write: (text) => sink.write(this.mask(text)),
    });
    return { stdout: cover(io.stdout), stderr: cover(io.stderr) };
  }
}
