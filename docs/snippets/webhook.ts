// A webhook: made, tried out, received, and its message checked.
import { createServer } from "node:http";
import { HydroGateway, verifyWebhook } from "hydro-mrv-client";

const { HYDRO_URL = "", HYDRO_API_KEY = "", HYDRO_HOOK_URL = "" } = process.env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL, apiKey: HYDRO_API_KEY });

const { secret, endpoint_id } = await gateway.createWebhook({
  body: { url: HYDRO_HOOK_URL, types: ["record.rejected"] },
});

const { hostname, port } = new URL(HYDRO_HOOK_URL);
const server = createServer(async (request, response) => {
  // The body as it came: parsed and written again, its signature would not hold.
  let body = "";
  for await (const chunk of request) body += chunk;
  const event = await verifyWebhook({ headers: request.headers, body }, secret);
  response.writeHead(204).end();
  console.log("verified:", event.type, event.timestamp);
  server.close();
});
server.listen(Number(port), hostname, () => gateway.testWebhook({ path: { endpoint_id } }));
