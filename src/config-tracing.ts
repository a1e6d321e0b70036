import { type Env, oneOf, secret, text, url, wholeNumber } from "./config-env.ts";
import { SettingError } from "./kernel/setting-error.ts";
import { samplerNames, type TraceSettings } from "./platform/trace-settings.ts";

/** Settings of traces, by the names that OpenTelemetry gives them. Undefined: there are none. */
export function traceSettings(env: Env): TraceSettings | undefined {
  const own = url(env, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", ["http:", "https:"]);
  const base = url(env, "OTEL_EXPORTER_OTLP_ENDPOINT", ["http:", "https:"])?.replace(/\/+$/, "");
  const sampler = oneOf(env, "OTEL_TRACES_SAMPLER", samplerNames, "parentbased_always_on");
  const ratio = ratioOf(env);
  oneOf(env, "OTEL_EXPORTER_OTLP_PROTOCOL", ["http/protobuf"], "http/protobuf");
  const isOff =
    oneOf(env, "OTEL_SDK_DISABLED", ["true", "false"], "false") === "true" ||
    oneOf(env, "OTEL_TRACES_EXPORTER", ["otlp", "none"], "otlp") === "none";
  const timeoutMs = wholeNumber(env, "OTEL_EXPORTER_OTLP_TIMEOUT", 10_000, 600_000, 1);
  const delayMs = wholeNumber(env, "OTEL_BSP_SCHEDULE_DELAY", 5_000, 600_000, 1);
  const attributes = Object.freeze({
    ...pairs(text(env, "OTEL_RESOURCE_ATTRIBUTES"), "OTEL_RESOURCE_ATTRIBUTES"),
    "service.name": text(env, "OTEL_SERVICE_NAME") ?? "hydro-mrv-gateway",
  });
  const to = own ?? (base === undefined ? undefined : `${base}/v1/traces`);
  if (to === undefined || isOff) return undefined;
  return Object.freeze({ url: to, timeoutMs, sampler, ratio, delayMs, attributes });
}

/** Credentials for the collector. */
export function traceHeaders(env: Env): Readonly<Record<string, string>> {
  return pairs(secret(env, "OTEL_EXPORTER_OTLP_HEADERS"), "OTEL_EXPORTER_OTLP_HEADERS");
}

function ratioOf(env: Env): number {
  const value = text(env, "OTEL_TRACES_SAMPLER_ARG") ?? "1";
  if (/^(0(\.\d+)?|1(\.0+)?|\.\d+)$/.test(value)) return Number(value);
  throw new SettingError(`OTEL_TRACES_SAMPLER_ARG is "${value}", but must be a share from 0 to 1.`);
}

/** `name=value` by commas, values percent-encoded, as in W3C Baggage. A value may be a secret: it is not repeated. */
function pairs(list: string | undefined, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const one of (list ?? "").split(",").map((pair) => pair.trim())) {
    if (one === "") continue;
    const match = /^([^=\s]+)\s*=\s*(.*)$/.exec(one);
    const value = match === null ? undefined : decoded(match[2] as string);
    if (match === null || value === undefined)
      throw new SettingError(`${name} is no list of name=value, divided by commas, with values percent-encoded.`);
    found[match[1] as string] = value;
  }
  return found;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
