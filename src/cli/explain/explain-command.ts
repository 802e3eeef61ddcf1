import { RpcError } from "../../error/rpc-error.js";
import { type ExplainOptions, explain } from "../../providers/explain.js";
import type { CliIo } from "../cli-io.js";
import { errorJson } from "../error-json.js";
import type { Finding } from "../finding.js";
import type { InputOptions } from "../input-options.js";
import { screenOf } from "../screen.js";
import { showFindings } from "../show-findings.js";
import { environmentLocale } from "./environment-locale.js";
import { printExplanation } from "./print-explanation.js";

/** Options of `rpc-status explain`. */
export interface ExplainCommandOptions extends InputOptions {
  /** The id of a provider. */
  readonly provider?: string;
  /** A BCP 47 tag. */
  readonly locale?: string;
  readonly idempotent?: boolean;
}

/**
 * Finds the errors in an input and says what they mean.
 *
 * @returns the exit code.
 * @throws UsageError for options that contradict each other, and for an input that cannot be read.
 */
export function explainInput(
  argument: string | undefined,
  options: ExplainCommandOptions,
  io: CliIo,
): Promise<number> {
  const { provider, idempotent = false, json } = options;
  const wanted: ExplainOptions = {
    ...(provider !== undefined && { provider }),
    locale: options.locale ?? environmentLocale(io.env),
    retry: { idempotent },
  };
  const screen = screenOf(io);
  const rule = `\n${"─".repeat(screen.width)}\n\n`;
  return showFindings({
    argument,
    options,
    io,
    show: (findings) => {
      const texts = findings.map((finding) => {
        const explanation = explain(errorOf(finding), wanted);
        if (json === true) return errorJson(finding, { explanation });
        return printExplanation({ finding, explanation }, screen);
      });
      return texts.join(json === true ? "" : rule);
    },
  });
}

/** The error, and as its cause what tells whom the call went to. */
function errorOf({ parts, host }: Finding): RpcError {
  return RpcError.fromParts(parts, host === undefined ? undefined : { host });
}
