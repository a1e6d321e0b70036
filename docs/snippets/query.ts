// What stands on record of a plant: every page of a list, one item after the other.
import { HydroGateway } from "hydro-mrv-client";

const { HYDRO_URL = "", HYDRO_API_KEY = "", HYDRO_PLANT_ID = "" } = process.env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL, apiKey: HYDRO_API_KEY });

const query = { plant_id: HYDRO_PLANT_ID, from: "2025-01-01T00:00:00Z" };
for await (const record of gateway.items((page) => gateway.listTelemetry({ query: { ...query, ...page } }))) {
  console.log(record.record_id, record.timestamp, record.effective_status, record.carbon?.energy_wh, "Wh");
}
