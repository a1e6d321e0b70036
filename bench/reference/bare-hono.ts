// A route that only parses a reading and checks it with zod: what any service on the same stack pays at least.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { telemetrySchema } from "../../src/hydropower/reading.ts";

const app = new Hono();
app.post("/api/v1/telemetry", async (c) => {
  const checked = telemetrySchema.safeParse(await c.req.json());
  if (!checked.success) return c.json({ errors: checked.error.issues }, 400);
  return c.json({ accepted: true, device_id: checked.data.device_id }, 202);
});

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(`listening on ${port}.`));
