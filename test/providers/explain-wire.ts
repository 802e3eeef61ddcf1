import type { Provider, ProviderRow } from "../../src/entry/providers.js";
import type { WireAnswer } from "./explain-server.js";

/** Where each provider is called, and what it answers in the case of a row. */
export interface ProviderWire {
  readonly host: string;
  readonly answer: (row: ProviderRow) => WireAnswer;
}

const REQUEST_ID = "0f4de8bb-0a79-4c4e-bf2d-0a5a9f2a0c55";

/** The body of Yandex Cloud: a flat google.rpc.Status. */
function flatStatus({ code, httpStatus }: ProviderRow): WireAnswer {
  const type = "type.googleapis.com/google.rpc.RequestInfo";
  const details = [{ "@type": type, requestId: REQUEST_ID }];
  return { status: httpStatus, body: { code, message: "it did not work", details } };
}

function openAiError(row: ProviderRow, error: object): WireAnswer {
  return { status: row.httpStatus, body: { error: { message: "it did not work", ...error } } };
}

/** The typical wire of each provider, by its id. */
export const WIRES: Readonly<Record<string, ProviderWire>> = {
  "yandex-cloud": { host: "compute.api.cloud.yandex.net", answer: flatStatus },
  "yandex-translate": { host: "translate.api.cloud.yandex.net", answer: flatStatus },
  "yandex-ai-studio": {
    host: "llm.api.cloud.yandex.net",
    answer: ({ code, httpStatus }) => ({
      status: httpStatus,
      body: {
        error: {
          grpcCode: code,
          httpCode: httpStatus,
          message: "it did not work",
          httpStatus: "in words",
          details: [],
        },
      },
    }),
  },
  gemini: {
    host: "generativelanguage.googleapis.com",
    answer: ({ httpStatus, name }) => ({
      status: httpStatus,
      body: { error: { code: httpStatus, message: "it did not work", status: name } },
    }),
  },
  fireworks: {
    host: "api.fireworks.ai",
    answer: (row) => {
      const type = row.httpStatus < 500 ? "invalid_request_error" : "server_error";
      return openAiError(row, { object: "error", type, code: type });
    },
  },
  openai: {
    host: "api.openai.com",
    answer: (row) => {
      const isSlug = row.httpStatus === 429;
      return openAiError(row, {
        type: isSlug ? row.name : "invalid_request_error",
        param: null,
        code: isSlug ? row.name : null,
      });
    },
  },
  anthropic: {
    host: "api.anthropic.com",
    answer: ({ httpStatus, name }) => ({
      status: httpStatus,
      body: {
        type: "error",
        error: { type: name, message: "it did not work" },
        request_id: "req_011CSHoEeqs5C35K2UUqR7Fy",
      },
    }),
  },
};

/** Every row of some providers that an error can come from, as cases of a test. */
export function rowCases(providers: readonly Provider[]) {
  return providers.flatMap((provider) =>
    provider.rows
      .filter(({ code }) => code !== 0)
      .map((row) => ({
        id: provider.id,
        httpStatus: row.httpStatus,
        name: row.name,
        provider,
        row,
      })),
  );
}
