import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import type { ProviderRow } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * What the reason of an error means that all services of Google share, for those that say more than the code;
 * `undefined` for any other error.
 */
export function googleReason(error: RpcError): ProviderRow | undefined {
  const infos = error.findAll(ErrorInfoSchema).filter(({ domain }) => domain === DOMAIN);
  return googleReasons.find(({ name }) => infos.some(({ reason }) => reason === name));
}

/** Nobody but Google's own infrastructure gives reasons of this domain. */
const DOMAIN = "googleapis.com";

/**
 * The reasons that say more than the code they come with; each row is named by one. In English, as Google's tables are.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto
 */
export const googleReasons: readonly ProviderRow[] = [
  providerRow({
    // Sent as the fault of the request, which it is not.
    code: Code.INVALID_ARGUMENT,
    name: "API_KEY_INVALID",
    who: ["account-owner"],
    en: [
      "The API key is not valid: it is mistyped, was deleted or has expired.",
      "Check which key is sent, and that its project still has it; create a new one if need be.",
    ],
  }),
  providerRow({
    code: Code.PERMISSION_DENIED,
    name: "API_KEY_SERVICE_BLOCKED",
    who: ["account-owner"],
    en: [
      "The API key is restricted to other services than this one.",
      "Allow this service in the restrictions of the key, or use another key.",
    ],
  }),
  ...["HTTP_REFERRER", "IP_ADDRESS", "ANDROID_APP", "IOS_APP"].map((place) =>
    providerRow({
      code: Code.PERMISSION_DENIED,
      name: `API_KEY_${place}_BLOCKED`,
      who: ["account-owner"],
      en: [
        "The API key may not be used from here: its restrictions name other sites, addresses or apps.",
        "Allow this site, address or app in the restrictions of the key, or use another key.",
      ],
    }),
  ),
  providerRow({
    code: Code.PERMISSION_DENIED,
    name: "SERVICE_DISABLED",
    who: ["account-owner"],
    en: [
      "The service is not enabled in the project that the call is counted for.",
      "Enable the service in this project; that takes effect after some minutes.",
    ],
  }),
  providerRow({
    code: Code.PERMISSION_DENIED,
    name: "BILLING_DISABLED",
    who: ["account-owner"],
    en: [
      "The project that the call is counted for has no working billing account.",
      "Enable billing for this project, or use a project that has it.",
    ],
  }),
  providerRow({
    code: Code.PERMISSION_DENIED,
    name: "CONSUMER_INVALID",
    who: ["caller"],
    en: [
      "The project that the call is counted for does not exist, or is named in a wrong way.",
      "Check which project the request, the key or the credentials name.",
    ],
  }),
  providerRow({
    code: Code.PERMISSION_DENIED,
    name: "CONSUMER_SUSPENDED",
    who: ["account-owner"],
    en: [
      "The project that the call is counted for is suspended.",
      "See in the console of the project why it was suspended, and appeal there.",
    ],
  }),
  providerRow({
    code: Code.UNAUTHENTICATED,
    name: "ACCESS_TOKEN_EXPIRED",
    who: ["caller"],
    en: ["The access token has expired.", "Get a new access token, and send that one."],
  }),
  providerRow({
    code: Code.PERMISSION_DENIED,
    name: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    who: ["caller"],
    en: [
      "The access token has none of the scopes that this method accepts.",
      "Get an access token with one of the scopes that the reference of the method lists.",
    ],
  }),
];
