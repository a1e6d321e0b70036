package energy.hydromrv.client;

/** A webhook's message is not the gateway's, or too old. */
public final class WebhookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WebhookException(String message) {
        super(message);
    }
}
