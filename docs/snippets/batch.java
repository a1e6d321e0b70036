// Any number of readings, in batches as they come. Sent again, what is on record answers as a duplicate.
import energy.hydromrv.client.HydroGateway;
import energy.hydromrv.client.generated.model.Quantities;
import energy.hydromrv.client.generated.model.TelemetryReading;
import java.util.stream.IntStream;

class Batch {
    public static void main(String[] args) {
        HydroGateway gateway = HydroGateway.of(System.getenv("HYDRO_URL"), System.getenv("HYDRO_API_KEY"));
        var history = IntStream.rangeClosed(1, 3).mapToObj(Batch::reading).iterator();
        gateway.sendAll(history, 1000).forEach(sent -> System.out.println(sent.index() + " " + sent.item().result() + " "
                + (sent.item().result().equals("refused") ? sent.item().problem().detail() : sent.item().status())));
    }

    static TelemetryReading reading(int minute) {
        return TelemetryReading.builder()
                .plantId(System.getenv("HYDRO_PLANT_ID"))
                .deviceId(System.getenv("HYDRO_DEVICE_ID"))
                .timestamp("2026-05-07T00:0" + minute + ":00Z") // END of the interval
                .intervalS(60)
                .source("backfill")
                .reason("history of the plant")
                .readings(Quantities.builder().flowRateM3s(2.5).headHeightM(45).powerOutputKw(900).build())
                .build();
    }
}
