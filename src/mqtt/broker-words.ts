/** CONNACK of MQTT 5 (3.2.2.2): bad user name or password, not authorised. The library has the same for those of 3.1.1. */
const refusedLogins = new Set([4, 5, 0x86, 0x87]);
/** What Node calls a certificate that it does not take for the broker's. */
const badCertificate =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID)/;
/** The broker ends the handshake: by a TLS alert on what the gateway has shown, or has not. */
const badClient = /^ERR_SSL_.*_ALERT_/;

export const brokerAway = "is out of reach";

/** Why the broker gives no session, to be read behind its name, and what is to be done where that is not to wait. */
export function wordsOfBroker(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code === "number" && refusedLogins.has(code))
    return "refuses the gateway's login: it lets nobody in with the user and password of MQTT_URL, or with the certificate's name";
  if (typeof code !== "string") return brokerAway;
  if (badCertificate.test(code))
    return `shows a certificate that does not hold (${code}): renew it there, or set MQTT_CA_FILE to the authority that signed it`;
  if (badClient.test(code))
    return `refuses the TLS handshake (${code}): see whether MQTT_CLIENT_CERT_FILE is set, and whether that certificate has expired`;
  return brokerAway;
}
