import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import type { Provider } from "../provider.js";
import type { ProviderMarks } from "../provider-marks.js";
import { CLUE_KINDS, type Clue, type ClueKind } from "./clue.js";
import { distinctNames } from "./distinct-names.js";
import { hasBodyMark } from "./has-body-mark.js";
import { hasSdkMark } from "./has-sdk-mark.js";
import { hostsOf } from "./hosts-of.js";
import { linkedPlaces } from "./linked-places.js";
import { providerOfHost } from "./match-host.js";
import { type NameMark, providerOfMark } from "./match-mark.js";
import { messageTypesOf } from "./message-types-of.js";
import { quotaNames } from "./quota-names.js";

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
  type: ({ value, error, providers }) => byMark("types", messageTypesOf(value, error), providers),
  quota: ({ error, providers }) => {
    const names = quotaNames(error);
    // Google's metrics: generativelanguage.googleapis.com/generate_content_requests.
    const services = names.map((name) => name.split("/", 1)[0] ?? "");
    return [...byHost(services, providers), ...byMark("quotas", names, providers)];
  },
  dialect: ({ error: { dialect = "" }, providers }) => byMark("dialects", [dialect], providers),
  body: ({ error, providers }) =>
    byTrait(providers, ({ bodies = [] }) =>
      bodies.filter((mark) => hasBodyMark(error, mark)).map(({ member }) => `error.${member}`),
    ),
  header: ({ error, providers }) =>
    byMark(
      "headers",
      [...error.metadata].map(([name]) => name),
      providers,
    ),
  link: ({ error, providers }) => byMark("links", linkedPlaces(error), providers),
  sdk: ({ value, error, providers }) =>
    byTrait(providers, ({ sdks = [] }) =>
      sdks.filter((mark) => hasSdkMark(value, error, mark)).map(({ name }) => name),
    ),
};

function byHost(hosts: readonly string[], providers: readonly Provider[]): Finding[] {
  return found(hosts, (host) => {
    const isKnown = ({ domains }: Provider) => domains.includes(host.toLowerCase());
    return providerOfHost(host, providers) ?? providers.find(isKnown);
  });
}

function byTrait(
  providers: readonly Provider[],
  traitsOf: (marks: ProviderMarks) => readonly string[],
): Finding[] {
  return providers.flatMap((provider) =>
    traitsOf(provider.marks ?? {}).map((found) => ({ provider, found })),
  );
}

function byMark(kind: NameMark, names: readonly string[], providers: readonly Provider[]) {
  return found(names, (name) => providerOfMark(kind, name, providers));
}

function found(
  names: readonly string[],
  providerOf: (name: string) => Provider | undefined,
): Finding[] {
  return distinctNames(names).flatMap((name) => {
    const provider = providerOf(name);
    return provider === undefined ? [] : [{ provider, found: name }];
  });
}
