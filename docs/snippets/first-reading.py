# One reading: judged, stored, and anchored on the ledger before the answer comes (at most 10 s; else it is pending).
import os

from hydro_mrv import HydroGateway, Quantities, TelemetryReading

with HydroGateway(os.environ["HYDRO_URL"], api_key=os.environ["HYDRO_API_KEY"]) as gateway:
    record = gateway.send(
        TelemetryReading(
            plant_id=os.environ["HYDRO_PLANT_ID"],
            device_id=os.environ["HYDRO_DEVICE_ID"],
            readings=Quantities(flow_rate_m3s=2.5, head_height_m=45, power_output_kw=900),
        )
    )
    print(record.record_id, record.status, record.anchor.state, record.hedera_tx_id)
