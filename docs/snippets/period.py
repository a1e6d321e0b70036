# A monitoring period of a plant that has a design and metered readings: opened, and closed with its statement.
import os

from hydro_mrv import HydroGateway
from hydro_mrv.models import ClosingFacts, PeriodDays

plant = os.environ["HYDRO_PLANT_ID"]
# Local days of the plant; the second is the first after the period.
days = PeriodDays(from_=os.environ["HYDRO_FROM"], to=os.environ["HYDRO_TO"])

with HydroGateway(os.environ["HYDRO_URL"], api_key=os.environ["HYDRO_API_KEY"]) as gateway:
    period = gateway.periods.open_period(plant_id=plant, body=days)
    stated = gateway.periods.close_period(plant_id=plant, period_id=period.period_id, body=ClosingFacts())
    for one in stated.statements:
        print(one.label, "net generation", int(one.eg_facility_wh), "Wh, reductions", int(one.er_g), "gCO2")
