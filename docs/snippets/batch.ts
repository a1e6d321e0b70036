// Any number of readings, in batches as they come. Sent again, what is on record answers as a duplicate.
import { HydroGateway, type TelemetryReading } from "hydro-mrv-client";

const { HYDRO_URL = "", HYDRO_API_KEY = "", HYDRO_PLANT_ID = "", HYDRO_DEVICE_ID = "" } = process.env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL, apiKey: HYDRO_API_KEY });

function* history(): Generator<TelemetryReading> {
  for (let minute = 1; minute <= 3; minute++) {
    yield {
      plant_id: HYDRO_PLANT_ID,
      device_id: HYDRO_DEVICE_ID,
      // END of the interval.
      timestamp: `2026-05-05T00:0${minute}:00Z`,
      interval_s: 60,
      source: "backfill",
      reason: "history of the plant",
      readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
    };
  }
}

for await (const sent of gateway.sendAll(history(), { size: 1000 })) {
  console.log(sent.index, sent.result, sent.result === "refused" ? sent.problem.detail : sent.status);
}
