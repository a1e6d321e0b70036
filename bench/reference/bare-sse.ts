// A loop that writes an event to everybody who listens, once a second: what any service on node:http pays at least.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const listeners = new Set<ServerResponse>();
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
  response.write("retry: 2000\nid: 0\n: open\n\n");
  listeners.add(response);
  response.on("close", () => listeners.delete(response));
});

let id = 0;
setInterval(() => {
  id++;
  const data = {
    ...{ plant_id: "BENCH-LIVE-0", device_id: "BENCH-LIVE-T0", record_id: "rec_d9ywrj1jb9c6fptjr7p39yqhtc", seq: id },
    ...{ timestamp: new Date().toISOString(), interval_s: 1, received_at: new Date().toISOString() },
    readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
  };
  const atMs = performance.timeOrigin + performance.now();
  const frame = Buffer.from(`id: ${id}\nevent: reading\ndata: ${JSON.stringify({ ...data, atMs })}\n\n`);
  for (const response of listeners) response.write(frame);
}, 1_000);

server.listen(0, "127.0.0.1", () => console.log(`listening on ${(server.address() as AddressInfo).port}.`));
