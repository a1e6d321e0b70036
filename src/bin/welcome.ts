import type { Gateway } from "../gateway.ts";
import type { Demo } from "./demo.ts";

/** What a start prints: enough to send the first reading and to look around. */
export function welcome(
  gateway: Pick<Gateway, "baseUrl" | "mirrorUrl" | "mqttUrl">,
  network: string,
  demo: Demo | undefined,
): string {
  const places = [
    `Hydro MRV Gateway on ${gateway.baseUrl}`,
    `  docs     ${gateway.baseUrl}/docs`,
    `  metrics  ${gateway.baseUrl}/metrics`,
    `  mirror   ${gateway.mirrorUrl}/api/v1/topics/... (${network} ledger${network === "local" ? ": proves nothing to others" : ""})`,
    ...(gateway.mqttUrl === undefined ? [] : [`  MQTT     ${gateway.mqttUrl}`]),
  ];
  return [
    ...places,
    "",
    ...(demo === undefined ? operatorWords : demoWords(demo)),
    "",
    "Ctrl-C stops it; data is kept.",
  ].join("\n");
}

const operatorWords = [
  "Create an organisation and a key:",
  "  npm run admin -- org create ORG --name NAME",
  "  npm run admin -- key create ORG --roles operator,device",
];

function demoWords(demo: Demo): string[] {
  const body = {
    plant_id: demo.plant_id,
    device_id: demo.device_id,
    readings: { flow_rate_m3s: 2.5, head_height_m: 45.0, power_output_kw: 900 },
  };
  return [
    "Send a reading:",
    "",
    `curl -s ${demo.base_url}/api/v1/telemetry \\`,
    `  -H 'Authorization: Bearer ${demo.api_key}' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
    ...mqttWords(demo),
  ];
}

function mqttWords({ mqtt_url, api_key, org_id, plant_id, device_id }: Demo): string[] {
  if (mqtt_url === null) return [];
  const { hostname, port } = new URL(mqtt_url);
  return [
    "",
    "or by MQTT:",
    "",
    `mosquitto_pub -h ${hostname} -p ${port} -u device -P ${api_key} -q 1 \\`,
    `  -t hydro/${org_id}/${plant_id}/${device_id}/telemetry \\`,
    `  -m '{"readings":{"flow_rate_m3s":2.5,"head_height_m":45,"power_output_kw":900}}'`,
  ];
}
