# Any number of readings, in batches as they come. Sent again, what is on record answers as a duplicate.
import os
from collections.abc import Iterator

from hydro_mrv import HydroGateway, Quantities, TelemetryReading


def history() -> Iterator[TelemetryReading]:
    for minute in range(1, 4):
        yield TelemetryReading(
            plant_id=os.environ["HYDRO_PLANT_ID"],
            device_id=os.environ["HYDRO_DEVICE_ID"],
            timestamp=f"2026-05-06T00:0{minute}:00Z",  # END of the interval
            interval_s=60,
            source="backfill",
            reason="history of the plant",
            readings=Quantities(flow_rate_m3s=2.5, head_height_m=45, power_output_kw=900),
        )


with HydroGateway(os.environ["HYDRO_URL"], api_key=os.environ["HYDRO_API_KEY"]) as gateway:
    for sent in gateway.send_all(history(), size=1000):
        item = sent.item
        print(sent.index, item.result, item.problem.detail if item.problem else item.status)
