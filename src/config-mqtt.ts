import { resolve } from "node:path";
import { type Env, oneOf, text, wholeNumber } from "./config-env.ts";
import { SettingError } from "./kernel/setting-error.ts";
import type { NetworkName } from "./ledger/ledger.ts";

export type MqttSettings = {
  /** Of the embedded broker: 0 is any free one, "usual" 1883 or any free one; undefined: there is none. */
  readonly port: number | "usual" | undefined;
  /** Certificate and key files of the embedded broker; undefined: no TLS. */
  readonly server: TlsFiles | undefined;
  /** Certificate and key files by which the gateway shows itself to an external broker. */
  readonly client: TlsFiles | undefined;
  /** Authorities that may vouch for an external broker; undefined: those that Node knows. */
  readonly caFile: string | undefined;
  /** Where the external broker's URL was read from; undefined: it stands in the environment. */
  readonly urlFile: string | undefined;
  /** The external broker lets each device publish on its own topics only. */
  readonly isTrusted: boolean;
  /** Several gateways share the readings, by a shared subscription. */
  readonly isShared: boolean;
  /** Begins the client ids of the gateways at an external broker. */
  readonly clientName: string;
};

type TlsFiles = { readonly cert: string; readonly key: string };

export function mqttSettings(env: Env, network: NetworkName): MqttSettings {
  const [caFile, urlFile] = [text(env, "MQTT_CA_FILE"), text(env, "MQTT_URL_FILE")];
  return Object.freeze({
    port: mqttPort(env, network),
    server: tlsFiles(env, "MQTT_TLS_CERT_FILE", "MQTT_TLS_KEY_FILE"),
    client: tlsFiles(env, "MQTT_CLIENT_CERT_FILE", "MQTT_CLIENT_KEY_FILE"),
    caFile: caFile === undefined ? undefined : resolve(caFile),
    urlFile: urlFile === undefined ? undefined : resolve(urlFile),
    isTrusted: oneOf(env, "MQTT_TRUSTED", ["0", "1"], "0") === "1",
    isShared: oneOf(env, "MQTT_SHARED", ["0", "1"], "0") === "1",
    clientName: clientName(env),
  });
}

/** A trial gateway has a broker without being asked; any other that is told its port. */
function mqttPort(env: Env, network: NetworkName): MqttSettings["port"] {
  const given = text(env, "MQTT_PORT");
  const isTrial =
    network === "local" && text(env, "MQTT_URL") === undefined && text(env, "MQTT_URL_FILE") === undefined;
  if (given === undefined) return isTrial ? "usual" : undefined;
  return given === "off" ? undefined : wholeNumber(env, "MQTT_PORT", 0, 65_535);
}

function tlsFiles(env: Env, certName: string, keyName: string): TlsFiles | undefined {
  const [cert, key] = [text(env, certName), text(env, keyName)];
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new SettingError(`${cert === undefined ? certName : keyName} is missing: a certificate needs its key.`);
  return { cert: resolve(cert), key: resolve(key) };
}

/** Also the name of a shared subscription, which holds no `/`, `+` or `#`. */
function clientName(env: Env): string {
  const name = text(env, "MQTT_CLIENT_NAME") ?? "hydro-mrv-gateway";
  if (/^[\w.-]{1,64}$/.test(name)) return name;
  throw new SettingError("MQTT_CLIENT_NAME must be 1-64 letters, digits, '.', '_' or '-'.");
}
