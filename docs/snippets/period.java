// A monitoring period of a plant that has a design and metered readings: opened, and closed with its statement.
import energy.hydromrv.client.HydroGateway;
import energy.hydromrv.client.generated.model.ClosingFacts;
import energy.hydromrv.client.generated.model.PeriodDays;

class ClosePeriod {
    public static void main(String[] args) {
        HydroGateway gateway = HydroGateway.of(System.getenv("HYDRO_URL"), System.getenv("HYDRO_API_KEY"));
        String plant = System.getenv("HYDRO_PLANT_ID");
        // Local days of the plant; the second is the first after the period.
        PeriodDays days = new PeriodDays(System.getenv("HYDRO_FROM"), System.getenv("HYDRO_TO"));
        var period = gateway.periods.openPeriod(plant, days);
        var stated = gateway.periods.closePeriod(plant, period.periodId(), ClosingFacts.builder().build());
        stated.statements().forEach(one -> System.out.println(one.label() + " net generation " + one.egFacilityWh()
                + " Wh, reductions " + one.erG() + " gCO2"));
    }
}
