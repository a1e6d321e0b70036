// A webhook: made, tried out, received, and its message checked.
import com.sun.net.httpserver.HttpServer;
import energy.hydromrv.client.HydroGateway;
import energy.hydromrv.client.Webhooks;
import energy.hydromrv.client.generated.model.WebhookRequest;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class ReceiveWebhook {
    public static void main(String[] args) throws Exception {
        URI url = URI.create(System.getenv("HYDRO_HOOK_URL"));
        HydroGateway gateway = HydroGateway.of(System.getenv("HYDRO_URL"), System.getenv("HYDRO_API_KEY"));
        var hook = gateway.webhooks.createWebhook(
                WebhookRequest.builder().url(url.toString()).types(List.of("record.rejected")).build());

        CountDownLatch received = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
        server.createContext("/", exchange -> {
            // The body as it came: parsed and written again, its signature would not hold.
            byte[] body = exchange.getRequestBody().readAllBytes();
            var event = Webhooks.verify(exchange.getRequestHeaders()::getFirst, body, List.of(hook.secret()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            System.out.println("verified: " + event.get("type").asText() + " " + event.get("timestamp").asText());
            received.countDown();
        });
        server.start();
        gateway.webhooks.testWebhook(hook.endpointId());
        received.await();
        server.stop(0);
    }
}
