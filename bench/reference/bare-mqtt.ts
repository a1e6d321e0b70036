// A subscriber that only parses readings and acknowledges them: what any gateway behind the same broker pays at least.
import { connect } from "mqtt";
import { telemetrySchema } from "../../src/hydropower/reading.ts";

const properties = { receiveMaximum: 2_000 };
const client = connect(process.argv[2] as string, { protocolVersion: 5, clientId: "bare", properties });
let taken = 0;
client.on("message", (_topic, payload) => {
  if (telemetrySchema.safeParse(JSON.parse(payload.toString())).success) taken++;
});
process.on("message", () => process.send?.(taken));
await client.subscribeAsync("bare/+/+/+/telemetry", { qos: 1 });
process.send?.("ready");
