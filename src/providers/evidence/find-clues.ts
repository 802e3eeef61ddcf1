import {
  ErrorInfoSchema,
  HelpSchema,
  QuotaFailureSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../../gen/yandex/cloud/quota/quota_pb.js";
import { innerError } from "../../dialects/inner-error.js";
import { errorChain } from "../../error/error-chain.js";
import type { RpcError } from "../../error/rpc-error.js";
import { isJsonObject, member } from "../../wire/members.js";
import { readWholeJson } from "../../wire/whole-json.js";
import { wordedQuota } from "../details/worded-quota.js";
import type { Provider } from "../provider.js";
import { CLUE_KINDS, type Clue, type ClueKind } from "./clue.js";
import { hostsOf } from "./hosts-of.js";
import {
  DIALECT_MARKS,
  HEADER_MARKS,
  LINK_MARKS,
  type Mark,
  QUOTA_MARKS,
  TYPE_MARKS,
} from "./marks.js";
import { providerOfHost } from "./match-host.js";
import { messageTypesOf } from "./message-types-of.js";
import { parseUrl } from "./parse-url.js";

/** An error, what it was made of, and who may have sent it. */
export interface Suspects {
  readonly value: unknown;
  readonly error: RpcError;
  readonly providers: readonly Provider[];
}

/** Everything that tells who sent an error, the strongest first. Words for people tell nothing. */
export function findClues(suspects: Suspects): readonly Clue[] {
  return CLUE_KINDS.flatMap((kind) =>
    READERS[kind](suspects)
      .slice(0, MAX_CLUES)
      .map((clue) => ({ kind, ...clue })),
  );
}

/** How many names of a kind are looked at, and how much of each. */
const MAX_NAMES = 64;
const MAX_NAME = 256;
/** How many clues of a kind count. */
const MAX_CLUES = 4;

type Finding = Omit<Clue, "kind">;

const READERS: Readonly<Record<ClueKind, (suspects: Suspects) => Finding[]>> = {
  host: ({ value, error, providers }) => byHost(hostsOf(value, error), providers),
  domain: ({ error, providers }) => {
    const infos = error.findAll(ErrorInfoSchema);
    return byHost(
      infos.flatMap(({ domain, metadata }) => [metadata.service ?? "", domain]),
      providers,
    );
  },
  type: ({ value, error }) => byMarks(messageTypesOf(value, error), TYPE_MARKS),
  quota: ({ error, providers }) => {
    const names = quotaNames(error);
    // Google's metrics: generativelanguage.googleapis.com/generate_content_requests.
    const services = names.map((name) => name.split("/", 1)[0] ?? "");
    return [...byHost(services, providers), ...byMarks(names, QUOTA_MARKS)];
  },
  dialect: ({ error: { dialect } }) => {
    const id = dialect === undefined ? undefined : DIALECT_MARKS[dialect];
    return id === undefined || dialect === undefined ? [] : [{ id, found: dialect }];
  },
  body: ({ error }) => (isFireworks(error) ? [{ id: "fireworks", found: "error.object" }] : []),
  header: ({ error }) =>
    byMarks(
      [...error.metadata].map(([name]) => name),
      HEADER_MARKS,
    ),
  link: ({ error }) =>
    byMarks(
      error
        .findAll(HelpSchema)
        .flatMap(({ links }) => links.slice(0, MAX_NAMES))
        .slice(0, MAX_NAMES)
        .flatMap(({ url }) => placeOf(url)),
      LINK_MARKS,
    ),
  sdk: ({ value, error }) => (isGenAi(value, error) ? [{ id: "gemini", found: "ApiError" }] : []),
};

function byHost(hosts: readonly string[], providers: readonly Provider[]): Finding[] {
  return names(hosts).flatMap((found) => {
    const isKnown = ({ domains }: Provider) => domains.includes(found.toLowerCase());
    const provider = providerOfHost(found, providers) ?? providers.find(isKnown);
    return provider === undefined ? [] : [{ id: provider.id, found }];
  });
}

function byMarks(found: readonly string[], marks: readonly Mark[]): Finding[] {
  return names(found).flatMap((name) => {
    const mark = marks.find(({ pattern }) => pattern.test(name));
    return mark === undefined ? [] : [{ id: mark.id, found: name }];
  });
}

function names(all: readonly string[]): string[] {
  const known = all.filter((name) => name !== "" && name.length <= MAX_NAME);
  return [...new Set(known)].slice(0, MAX_NAMES);
}

function quotaNames(error: RpcError): string[] {
  const google = error
    .findAll(QuotaFailureSchema)
    .flatMap(({ violations }) => violations.slice(0, MAX_NAMES))
    .flatMap(({ apiService, quotaMetric, quotaId }) => [apiService, quotaMetric, quotaId]);
  const infos = error.findAll(ErrorInfoSchema).map(({ metadata }) => metadata.quota_metric ?? "");
  const yandex = error
    .findAll(YandexQuotaFailureSchema)
    .flatMap(({ violations }) => violations.slice(0, MAX_NAMES))
    .map(({ metric }) => metric?.name ?? "");
  return [...google, ...infos, ...yandex, wordedQuota(error.message)?.id ?? ""];
}

/** Host and path of a link. */
function placeOf(link: string): string[] {
  const url = link.length <= MAX_NAME ? parseUrl(link) : undefined;
  return url === undefined ? [] : [`${url.hostname}${url.pathname}`];
}

/** How many marks a body may have to be parsed once more: an error of OpenAI's family has a dozen. */
const MAX_MARKS = 512;

/** Of OpenAI's family Fireworks alone writes `object: "error"` into the inner object, others beside it. */
function isFireworks({ dialect, body }: RpcError): boolean {
  if (dialect !== "openai") return false;
  const json = typeof body === "string" ? readWholeJson(body, MAX_MARKS)?.value : body;
  return isJsonObject(json) && member(innerError(json), "object") === "error";
}

/** The GenAI SDK's error has no address and no headers: only a name, a status and the body as its message. */
function isGenAi(value: unknown, { dialect }: RpcError): boolean {
  if (dialect !== "aip-193") return false;
  return errorChain(value).some(
    (one) => member(one, "name") === "ApiError" && typeof member(one, "status") === "number",
  );
}
