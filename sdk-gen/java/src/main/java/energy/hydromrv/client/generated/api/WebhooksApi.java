// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.Webhook;
import energy.hydromrv.client.generated.model.WebhookChange;
import energy.hydromrv.client.generated.model.WebhookDeliveryPage;
import energy.hydromrv.client.generated.model.WebhookList;
import energy.hydromrv.client.generated.model.WebhookReplay;
import energy.hydromrv.client.generated.model.WebhookRequest;
import energy.hydromrv.client.generated.model.WebhookTest;
import energy.hydromrv.client.generated.model.WebhookWithSecret;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Webhooks}. */
@SuppressWarnings("unused")
public final class WebhooksApi {
    private final Transport transport;

    public WebhooksApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Have events sent to a URL.
     *
     * <p>Messages follow the Standard Webhooks specification: {@code webhook-id}, {@code webhook-timestamp} and {@code
     * webhook-signature} (HMAC-SHA-256 with the secret of this answer). Any 2xx within 15 s counts as delivered; else
     * it is tried again over about three days, and is dead after that. The same event may come more than once, and
     * events may overtake each other: {@code webhook-id} tells.
     *
     * @param webhookRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public WebhookWithSecret createWebhook(WebhookRequest webhookRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/webhooks")
                .header("idempotency-key", idempotencyKey)
                .body(webhookRequest);
        return transport.send(call, new TypeReference<WebhookWithSecret>() {});
    }

    /** The same, without what may be left out. */
    public WebhookWithSecret createWebhook(WebhookRequest webhookRequest) {
        return createWebhook(webhookRequest, null);
    }

    /**
     * Delete a webhook.
     *
     * <p>With all its deliveries, those that wait included. The answer is what it was.
     *
     * @param endpointId Id of the webhook
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public Webhook deleteWebhook(String endpointId, String idempotencyKey, String ifMatch) {
        Call call = new Call("DELETE", "/api/v1/webhooks/{endpoint_id}")
                .path("endpoint_id", endpointId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch);
        return transport.send(call, new TypeReference<Webhook>() {});
    }

    /** The same, without what may be left out. */
    public Webhook deleteWebhook(String endpointId) {
        return deleteWebhook(endpointId, null, null);
    }

    /**
     * Look at a webhook.
     *
     * <p>As it stands; its secret is not shown again.
     *
     * @param endpointId Id of the webhook
     */
    public Webhook getWebhook(String endpointId) {
        Call call = new Call("GET", "/api/v1/webhooks/{endpoint_id}")
                .path("endpoint_id", endpointId);
        return transport.send(call, new TypeReference<Webhook>() {});
    }

    /**
     * List what was sent to a webhook.
     *
     * <p>Newest first, with every attempt. Events and deliveries are kept for 30 days.
     *
     * @param endpointId Id of the webhook
     * @param state {@code dead}: the list of those that were given up; null: left out
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public WebhookDeliveryPage listWebhookDeliveries(String endpointId, String state, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/webhooks/{endpoint_id}/deliveries")
                .path("endpoint_id", endpointId)
                .query("state", state)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<WebhookDeliveryPage>() {});
    }

    /** The same, without what may be left out. */
    public WebhookDeliveryPage listWebhookDeliveries(String endpointId) {
        return listWebhookDeliveries(endpointId, null, null, null);
    }

    /**
     * List your webhooks.
     *
     * <p>Oldest first; an organisation has at most 20. Follow {@code next_cursor}, or the Link header.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public WebhookList listWebhooks(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/webhooks")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<WebhookList>() {});
    }

    /** The same, without what may be left out. */
    public WebhookList listWebhooks() {
        return listWebhooks(null, null);
    }

    /**
     * Send all dead events again.
     *
     * <p>For a receiver that is back after days.
     *
     * @param endpointId Id of the webhook
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public WebhookReplay replayDeadWebhookDeliveries(String endpointId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/webhooks/{endpoint_id}/deliveries/replay")
                .path("endpoint_id", endpointId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<WebhookReplay>() {});
    }

    /** The same, without what may be left out. */
    public WebhookReplay replayDeadWebhookDeliveries(String endpointId) {
        return replayDeadWebhookDeliveries(endpointId, null);
    }

    /**
     * Send an event again.
     *
     * <p>Whatever became of it, with the same {@code webhook-id} and body, from the first attempt on.
     *
     * @param endpointId Id of the webhook
     * @param eventId Id of the event: its {@code webhook-id}
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public WebhookReplay replayWebhookDelivery(String endpointId, String eventId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/webhooks/{endpoint_id}/deliveries/{event_id}/replay")
                .path("endpoint_id", endpointId)
                .path("event_id", eventId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<WebhookReplay>() {});
    }

    /** The same, without what may be left out. */
    public WebhookReplay replayWebhookDelivery(String endpointId, String eventId) {
        return replayWebhookDelivery(endpointId, eventId, null);
    }

    /**
     * Change a webhook's secret.
     *
     * <p>For a day messages carry two signatures, with the old secret and the new one.
     *
     * @param endpointId Id of the webhook
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public WebhookWithSecret rotateWebhookSecret(String endpointId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/webhooks/{endpoint_id}/secret")
                .path("endpoint_id", endpointId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<WebhookWithSecret>() {});
    }

    /** The same, without what may be left out. */
    public WebhookWithSecret rotateWebhookSecret(String endpointId) {
        return rotateWebhookSecret(endpointId, null);
    }

    /**
     * Send a test event.
     *
     * <p>An event {@code webhook.test} goes to this webhook alone; what became of it is among its deliveries.
     *
     * @param endpointId Id of the webhook
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public WebhookTest testWebhook(String endpointId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/webhooks/{endpoint_id}/test")
                .path("endpoint_id", endpointId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<WebhookTest>() {});
    }

    /** The same, without what may be left out. */
    public WebhookTest testWebhook(String endpointId) {
        return testWebhook(endpointId, null);
    }

    /**
     * Change a webhook.
     *
     * <p>What is left out stays. {@code enabled: true} lets one go on that was switched off.
     *
     * @param endpointId Id of the webhook
     * @param webhookChange what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public Webhook updateWebhook(String endpointId, WebhookChange webhookChange, String idempotencyKey, String ifMatch) {
        Call call = new Call("PATCH", "/api/v1/webhooks/{endpoint_id}")
                .path("endpoint_id", endpointId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(webhookChange);
        return transport.send(call, new TypeReference<Webhook>() {});
    }

    /** The same, without what may be left out. */
    public Webhook updateWebhook(String endpointId, WebhookChange webhookChange) {
        return updateWebhook(endpointId, webhookChange, null, null);
    }
}
