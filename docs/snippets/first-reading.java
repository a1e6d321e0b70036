// One reading: judged, stored, and anchored on the ledger before the answer comes (at most 10 s; else it is pending).
import energy.hydromrv.client.HydroGateway;
import energy.hydromrv.client.generated.model.Quantities;
import energy.hydromrv.client.generated.model.PlantRecord;
import energy.hydromrv.client.generated.model.TelemetryReading;

class FirstReading {
    public static void main(String[] args) {
        HydroGateway gateway = HydroGateway.of(System.getenv("HYDRO_URL"), System.getenv("HYDRO_API_KEY"));
        PlantRecord record = gateway.send(TelemetryReading.builder()
                .plantId(System.getenv("HYDRO_PLANT_ID"))
                .deviceId(System.getenv("HYDRO_DEVICE_ID"))
                .readings(Quantities.builder().flowRateM3s(2.5).headHeightM(45).powerOutputKw(900).build())
                .build());
        System.out.println(record.recordId() + " " + record.status() + " " + record.anchor().state());
    }
}
