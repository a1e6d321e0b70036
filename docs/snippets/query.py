# What stands on record of a plant: every page of a list, one item after the other.
import os

from hydro_mrv import HydroGateway

with HydroGateway(os.environ["HYDRO_URL"], api_key=os.environ["HYDRO_API_KEY"]) as gateway:
    plant = os.environ["HYDRO_PLANT_ID"]
    for record in gateway.items(gateway.telemetry.list_telemetry, plant_id=plant, from_="2025-01-01T00:00:00Z"):
        energy_wh = record.carbon.energy_wh if record.carbon else None
        print(record.record_id, record.timestamp, record.effective_status, energy_wh, "Wh")
