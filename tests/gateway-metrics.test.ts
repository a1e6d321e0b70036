import { expect, test } from "vitest";
import { measureEdges } from "../src/gateway-metrics.ts";
import { createMetrics } from "../src/platform/metrics.ts";

/** Self-signed, until 2031-10-26 18:24:42 UTC. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBQjCB9aADAgECAhQIeZ/9qBQHs+GVHnFIpf83gJPxoTAFBgMrZXAwFzEVMBMG
A1UEAwwMbXF0dC5leGFtcGxlMB4XDTI2MTEyMTE4MjQ0MloXDTMxMTAyNjE4MjQ0
MlowFzEVMBMGA1UEAwwMbXF0dC5leGFtcGxlMCowBQYDK2VwAyEA8yDoejApn4HB
df8DhE6tZnTEoDX1Cyh8LFrv30zDn8qjUzBRMB0GA1UdDgQWBBT+OlB1xaBnd5NI
e32sdNkWSUes2TAfBgNVHSMEGDAWgBT+OlB1xaBnd5NIe32sdNkWSUes2TAPBgNV
HRMBAf8EBTADAQH/MAUGAytlcANBABswC8peFRTZHtCV4kEByBUMn+2T4w7Kofj4
YmjuiZH3FsHVw6DAI3/Rvi3L+khNGgWl9OH77vcgI0wQl30i0wI=
-----END CERTIFICATE-----
`;

test("the broker's certificate is shown with its end, and the one that is shown to a broker; lines of the process with who waits in them now", async () => {
  const metrics = createMetrics({ processMetrics: false });
  let depth = 3;
  const commit = {
    get depth() {
      return depth;
    },
    oldestMs: 1_500,
  };
  measureEdges({ metrics }, { commit, mqtt: undefined }, { mqtt: () => certificate, "mqtt-client": () => certificate });
  const end = Date.parse("2031-10-26T18:24:42Z") / 1000;
  const text = await metrics.scrape();
  for (const listener of ["mqtt", "mqtt-client"])
    expect(text).toContain(`hydro_tls_certificate_expiry_timestamp_seconds{listener="${listener}"} ${end}\n`);
  expect(text).toContain('hydro_queue_depth{queue="commit"} 3\n');
  expect(text).toContain('hydro_queue_oldest_seconds{queue="commit"} 1.5\n');
  expect(text).toContain('hydro_queue_depth{queue="mqtt"} 0\n');
  depth = 0;
  expect(await metrics.scrape()).toContain('hydro_queue_depth{queue="commit"} 0\n');
});

test("without TLS there is no certificate to show", async () => {
  const metrics = createMetrics({ processMetrics: false });
  measureEdges(
    { metrics },
    { commit: undefined, mqtt: undefined },
    { mqtt: () => undefined, "mqtt-client": () => undefined },
  );
  expect(await metrics.scrape()).not.toMatch(/^hydro_tls_certificate/m);
});
