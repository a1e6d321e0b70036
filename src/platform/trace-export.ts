import { DiagLogLevel, diag } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Log } from "./log.ts";
import { pause } from "./loop.ts";
import type { TraceSettings } from "./trace-settings.ts";
import { mostLinks, Tracing } from "./tracing.ts";

/** Where traces go, by the standard names of OpenTelemetry's environment. Imported only where there is such a place. */

/** Spans that wait for their export; those beyond are dropped. About 1 kB each. */
const mostWaiting = 4_096;
/** Exports in the air at once: a collector that does not answer holds no more than these. */
const mostExports = 4;
/** How long a shutdown waits for the last export, ms. */
const farewellMs = 3_000;
/** A span's text is cut to this. */
const longestValue = 1_024;

export type TraceExport = { readonly tracing: Tracing; stop(): Promise<void> };

/** @param headers credentials for the collector */
export function openTraceExport(
  settings: TraceSettings,
  headers: Readonly<Record<string, string>>,
  { version, log }: { readonly version: string; readonly log: Log },
): TraceExport {
  sayTroubles(log);
  const exporter = new OTLPTraceExporter({
    url: settings.url,
    headers: { ...headers },
    timeoutMillis: settings.timeoutMs,
    concurrencyLimit: mostExports,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: mostWaiting,
    maxExportBatchSize: 512,
    scheduledDelayMillis: settings.delayMs,
    exportTimeoutMillis: settings.timeoutMs,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.version": version, ...settings.attributes }),
    sampler: samplerOf(settings),
    spanProcessors: [processor],
    spanLimits: { attributeValueLengthLimit: longestValue, linkCountLimit: mostLinks },
  });
  return {
    tracing: new Tracing(provider.getTracer("hydro-mrv-gateway", version)),
    async stop() {
      // What waits is sent, unless the collector keeps the shutdown waiting.
      const stopping = new AbortController();
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, pause(farewellMs, stopping.signal)]);
      stopping.abort();
    },
  };
}

function samplerOf({ sampler, ratio }: TraceSettings): Sampler {
  const isParentBased = sampler.startsWith("parentbased_");
  const name = sampler.replace("parentbased_", "");
  const root =
    name === "always_on"
      ? new AlwaysOnSampler()
      : name === "always_off"
        ? new AlwaysOffSampler()
        : new TraceIdRatioBasedSampler(ratio);
  return isParentBased ? new ParentBasedSampler({ root }) : root;
}

/** The library speaks to one listener for the whole process: exports that fail are said, once in a while. */
function sayTroubles(log: Log): void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const say = (message: string) => {
    if (performance.now() - saidAtMs < 60_000) return;
    saidAtMs = performance.now();
    log.warn(
      { detail: message.slice(0, 300) },
      "traces have trouble, such as a collector that does not answer; what does not fit is dropped",
    );
  };
  const silent = () => undefined;
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
