// One reading: judged, stored, and anchored on the ledger before the answer comes (at most 10 s; else it is pending).
import { HydroGateway } from "hydro-mrv-client";

const { HYDRO_URL = "", HYDRO_API_KEY = "", HYDRO_PLANT_ID = "", HYDRO_DEVICE_ID = "" } = process.env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL, apiKey: HYDRO_API_KEY });

const record = await gateway.send({
  plant_id: HYDRO_PLANT_ID,
  device_id: HYDRO_DEVICE_ID,
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
});
console.log(record.record_id, record.status, record.anchor?.state, record.hedera_tx_id);
