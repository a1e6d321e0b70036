// What stands on record of a plant: every page of a list, one item after the other.
import energy.hydromrv.client.HydroGateway;
import energy.hydromrv.client.generated.model.ReadingPage;

class Query {
    public static void main(String[] args) {
        HydroGateway gateway = HydroGateway.of(System.getenv("HYDRO_URL"), System.getenv("HYDRO_API_KEY"));
        String plant = System.getenv("HYDRO_PLANT_ID");
        String from = "2025-01-01T00:00:00Z";
        gateway.items(
                        cursor -> gateway.telemetry.listTelemetry(plant, from, null, null, null, cursor, 100L),
                        ReadingPage::items,
                        ReadingPage::nextCursor)
                .forEach(record -> System.out.println(record.recordId() + " " + record.timestamp() + " "
                        + record.effectiveStatus() + " " + record.carbon().energyWh() + " Wh"));
    }
}
