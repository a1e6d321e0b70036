// A monitoring period of a plant that has a design and metered readings: opened, and closed with its statement.
import { HydroGateway } from "hydro-mrv-client";

const { HYDRO_URL = "", HYDRO_API_KEY = "", HYDRO_PLANT_ID = "", HYDRO_FROM = "", HYDRO_TO = "" } = process.env;
const gateway = new HydroGateway({ baseUrl: HYDRO_URL, apiKey: HYDRO_API_KEY });

// Local days of the plant; the second is the first after the period.
const path = { plant_id: HYDRO_PLANT_ID };
const period = await gateway.openPeriod({ path, body: { from: HYDRO_FROM, to: HYDRO_TO } });
const { statements } = await gateway.closePeriod({ path: { ...path, period_id: period.period_id }, body: {} });
for (const { label, eg_facility_wh, er_g } of statements) {
  console.log(label, "net generation", BigInt(eg_facility_wh), "Wh, reductions", BigInt(er_g), "gCO2");
}
