import { errorChain } from "../error/error-chain.js";
import type { RpcError } from "../error/rpc-error.js";
import { member } from "../wire/members.js";
import { searchedText } from "./searched-text.js";

/**
 * Codes of a certificate that is not accepted, here or by the server.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const CODE =
  /^(?:CERT_|CRL_|UNABLE_TO_|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|ERR_TLS_CERT_|ERR_SSL_\w{0,60}(?:CERT|UNKNOWN_CA)|ERROR_IN_C\w{2,3}_|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$)/;

/** How OpenSSL and Node word the same where grpc-js keeps the text alone. */
const WORDS =
  /self[- ]signed certificate|unable to (?:verify the first|get (?:local )?issuer) certificate|certificate (?:has expired|is not yet valid|revoked|not trusted|rejected|chain too long|signature failure|required|unknown)|does not match certificate's altnames|(?:bad|unknown) certificate|alert unknown ca\b/i;

/** Whether the peers do not trust each other's certificate, which no further attempt changes. */
export function isCertificateFailure(error: RpcError): boolean {
  if (error.origin === "server") return false;
  if (error.origin === "transport" && error.httpStatus === undefined) {
    if (WORDS.test(searchedText(error.message))) return true;
  }
  return errorChain(error).some((one) => {
    const code = member(one, "code");
    return typeof code === "string" && CODE.test(code);
  });
}
