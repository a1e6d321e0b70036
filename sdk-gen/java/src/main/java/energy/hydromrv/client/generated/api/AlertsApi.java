// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.AlertAcknowledgement;
import energy.hydromrv.client.generated.model.AlertChannel;
import energy.hydromrv.client.generated.model.AlertChannelConfirmation;
import energy.hydromrv.client.generated.model.AlertChannelList;
import energy.hydromrv.client.generated.model.AlertChannelRequest;
import energy.hydromrv.client.generated.model.AlertClosing;
import energy.hydromrv.client.generated.model.AlertDefaults;
import energy.hydromrv.client.generated.model.AlertDefaultsChoice;
import energy.hydromrv.client.generated.model.AlertList;
import energy.hydromrv.client.generated.model.AlertRule;
import energy.hydromrv.client.generated.model.AlertRuleBody;
import energy.hydromrv.client.generated.model.AlertRuleList;
import energy.hydromrv.client.generated.model.AlertSilence;
import energy.hydromrv.client.generated.model.AlertSilenceList;
import energy.hydromrv.client.generated.model.AlertSilenceRequest;
import energy.hydromrv.client.generated.model.AlertWithHistory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Alerts}. */
@SuppressWarnings("unused")
public final class AlertsApi {
    private final Transport transport;

    public AlertsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Say that you look after an alert.
     *
     * <p>It stays open until its condition is over. Webhooks are told; the act is in the audit trail.
     *
     * @param alertId Id of the alert
     * @param alertAcknowledgement what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertWithHistory acknowledgeAlert(String alertId, AlertAcknowledgement alertAcknowledgement, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/alerts/{alert_id}/acknowledgement")
                .path("alert_id", alertId)
                .header("idempotency-key", idempotencyKey)
                .body(alertAcknowledgement);
        return transport.send(call, new TypeReference<AlertWithHistory>() {});
    }

    /** The same, without what may be left out. */
    public AlertWithHistory acknowledgeAlert(String alertId, AlertAcknowledgement alertAcknowledgement) {
        return acknowledgeAlert(alertId, alertAcknowledgement, null);
    }

    /**
     * Change an alert rule.
     *
     * <p>What is left out stays; {@code enabled: false} switches it off. What the rule had found is over with the change
     * and looked at anew.
     *
     * @param plantId Id of the plant, as it was registered
     * @param ruleId Id of the alert rule
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public AlertRule changeAlertRule(String plantId, String ruleId, Object body, String idempotencyKey, String ifMatch) {
        Call call = new Call("PATCH", "/api/v1/plants/{plant_id}/alert-rules/{rule_id}")
                .path("plant_id", plantId)
                .path("rule_id", ruleId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(body);
        return transport.send(call, new TypeReference<AlertRule>() {});
    }

    /** The same, without what may be left out. */
    public AlertRule changeAlertRule(String plantId, String ruleId, Object body) {
        return changeAlertRule(plantId, ruleId, body, null, null);
    }

    /**
     * Say that the matter of one of the gateway's own alerts is settled.
     *
     * <p>For alerts without a rule, which no condition ends. The act is in the audit trail.
     *
     * @param alertId Id of the alert
     * @param alertClosing what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertWithHistory closeAlert(String alertId, AlertClosing alertClosing, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/alerts/{alert_id}/resolution")
                .path("alert_id", alertId)
                .header("idempotency-key", idempotencyKey)
                .body(alertClosing);
        return transport.send(call, new TypeReference<AlertWithHistory>() {});
    }

    /** The same, without what may be left out. */
    public AlertWithHistory closeAlert(String alertId, AlertClosing alertClosing) {
        return closeAlert(alertId, alertClosing, null);
    }

    /**
     * Confirm an address with the code that it was sent.
     *
     * <p>From then on alerts are sent there.
     *
     * @param channelId Id of the channel
     * @param alertChannelConfirmation what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertChannel confirmAlertChannel(String channelId, AlertChannelConfirmation alertChannelConfirmation, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/alert-channels/{channel_id}/confirmation")
                .path("channel_id", channelId)
                .header("idempotency-key", idempotencyKey)
                .body(alertChannelConfirmation);
        return transport.send(call, new TypeReference<AlertChannel>() {});
    }

    /** The same, without what may be left out. */
    public AlertChannel confirmAlertChannel(String channelId, AlertChannelConfirmation alertChannelConfirmation) {
        return confirmAlertChannel(channelId, alertChannelConfirmation, null);
    }

    /**
     * Have alerts sent by mail or to an Alertmanager.
     *
     * <p>An address is sent a code, and nothing else before it is confirmed with it. An Alertmanager is told what fires
     * every minute until it is over. For webhooks choose the events {@code alert.*}.
     *
     * @param alertChannelRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertChannel createAlertChannel(AlertChannelRequest alertChannelRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/alert-channels")
                .header("idempotency-key", idempotencyKey)
                .body(alertChannelRequest);
        return transport.send(call, new TypeReference<AlertChannel>() {});
    }

    /** The same, without what may be left out. */
    public AlertChannel createAlertChannel(AlertChannelRequest alertChannelRequest) {
        return createAlertChannel(alertChannelRequest, null);
    }

    /**
     * Watch something at a plant.
     *
     * <p>A rule looks at each device for itself, and has one open alert for each at most. Values are judged by the time
     * they were measured for: late readings take their place, history that is filed says nothing of now. docs/alerts.md
     * has what each kind does.
     *
     * @param plantId Id of the plant, as it was registered
     * @param alertRuleBody what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertRule createAlertRule(String plantId, AlertRuleBody alertRuleBody, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/alert-rules")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .body(alertRuleBody);
        return transport.send(call, new TypeReference<AlertRule>() {});
    }

    /** The same, without what may be left out. */
    public AlertRule createAlertRule(String plantId, AlertRuleBody alertRuleBody) {
        return createAlertRule(plantId, alertRuleBody, null);
    }

    /**
     * Silence a plant, one of its rules, or an alert.
     *
     * <p>Until then nobody is told that one begins; what was told to begin is still told to end. Alerts that still fire at
     * its end are told then. The act is in the audit trail.
     *
     * @param alertSilenceRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertSilence createAlertSilence(AlertSilenceRequest alertSilenceRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/alert-silences")
                .header("idempotency-key", idempotencyKey)
                .body(alertSilenceRequest);
        return transport.send(call, new TypeReference<AlertSilence>() {});
    }

    /** The same, without what may be left out. */
    public AlertSilence createAlertSilence(AlertSilenceRequest alertSilenceRequest) {
        return createAlertSilence(alertSilenceRequest, null);
    }

    /**
     * Send alerts there no more.
     *
     * <p>What waits to be sent goes with it. The answer is what it was.
     *
     * @param channelId Id of the channel
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public AlertChannel deleteAlertChannel(String channelId, String idempotencyKey, String ifMatch) {
        Call call = new Call("DELETE", "/api/v1/alert-channels/{channel_id}")
                .path("channel_id", channelId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch);
        return transport.send(call, new TypeReference<AlertChannel>() {});
    }

    /** The same, without what may be left out. */
    public AlertChannel deleteAlertChannel(String channelId) {
        return deleteAlertChannel(channelId, null, null);
    }

    /**
     * Delete an alert rule.
     *
     * <p>Its open alerts are resolved with the next look. The answer is what it was.
     *
     * @param plantId Id of the plant, as it was registered
     * @param ruleId Id of the alert rule
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public AlertRule deleteAlertRule(String plantId, String ruleId, String idempotencyKey, String ifMatch) {
        Call call = new Call("DELETE", "/api/v1/plants/{plant_id}/alert-rules/{rule_id}")
                .path("plant_id", plantId)
                .path("rule_id", ruleId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch);
        return transport.send(call, new TypeReference<AlertRule>() {});
    }

    /** The same, without what may be left out. */
    public AlertRule deleteAlertRule(String plantId, String ruleId) {
        return deleteAlertRule(plantId, ruleId, null, null);
    }

    /**
     * End a silence before its time.
     *
     * <p>Alerts that still fire are told now. One that has ended stays as it is.
     *
     * @param silenceId Id of the silence
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AlertSilence endAlertSilence(String silenceId, String idempotencyKey) {
        Call call = new Call("DELETE", "/api/v1/alert-silences/{silence_id}")
                .path("silence_id", silenceId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<AlertSilence>() {});
    }

    /** The same, without what may be left out. */
    public AlertSilence endAlertSilence(String silenceId) {
        return endAlertSilence(silenceId, null);
    }

    /**
     * Look at an alert.
     *
     * <p>With its history. A pending alert whose condition has ended is there no more.
     *
     * @param alertId Id of the alert
     */
    public AlertWithHistory getAlert(String alertId) {
        Call call = new Call("GET", "/api/v1/alerts/{alert_id}")
                .path("alert_id", alertId);
        return transport.send(call, new TypeReference<AlertWithHistory>() {});
    }

    /**
     * Look at where alerts go.
     *
     * <p>With what became of the last try.
     *
     * @param channelId Id of the channel
     */
    public AlertChannel getAlertChannel(String channelId) {
        Call call = new Call("GET", "/api/v1/alert-channels/{channel_id}")
                .path("channel_id", channelId);
        return transport.send(call, new TypeReference<AlertChannel>() {});
    }

    /**
     * Look at a plant's default rules.
     *
     * <p>A new plant begins with them: devices that stop sending, calibrations that end.
     *
     * @param plantId Id of the plant, as it was registered
     */
    public AlertDefaults getAlertDefaults(String plantId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/alert-defaults")
                .path("plant_id", plantId);
        return transport.send(call, new TypeReference<AlertDefaults>() {});
    }

    /**
     * Look at an alert rule.
     *
     * <p>As it stands. Its {@code ETag} goes into {@code If-Match} of a change.
     *
     * @param plantId Id of the plant, as it was registered
     * @param ruleId Id of the alert rule
     */
    public AlertRule getAlertRule(String plantId, String ruleId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/alert-rules/{rule_id}")
                .path("plant_id", plantId)
                .path("rule_id", ruleId);
        return transport.send(call, new TypeReference<AlertRule>() {});
    }

    /**
     * List where alerts go.
     *
     * <p>Oldest first; an organisation has at most 20.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public AlertChannelList listAlertChannels(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/alert-channels")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<AlertChannelList>() {});
    }

    /** The same, without what may be left out. */
    public AlertChannelList listAlertChannels() {
        return listAlertChannels(null, null);
    }

    /**
     * List a plant's alert rules.
     *
     * <p>Oldest first; a plant has at most 100, the default ones among them.
     *
     * @param plantId Id of the plant, as it was registered
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public AlertRuleList listAlertRules(String plantId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/alert-rules")
                .path("plant_id", plantId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<AlertRuleList>() {});
    }

    /** The same, without what may be left out. */
    public AlertRuleList listAlertRules(String plantId) {
        return listAlertRules(plantId, null, null);
    }

    /**
     * List silences.
     *
     * <p>Newest first, those that are over too.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public AlertSilenceList listAlertSilences(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/alert-silences")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<AlertSilenceList>() {});
    }

    /** The same, without what may be left out. */
    public AlertSilenceList listAlertSilences() {
        return listAlertSilences(null, null);
    }

    /**
     * List your organisation's alerts.
     *
     * <p>Newest first: those of plants' rules, and the gateway's own about what was issued (records that lost their
     * approval and make a deficit, differences between ledger and statements).
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     * @param state Only in these states; repeated or separated by commas; null: left out
     * @param severity Only of these; repeated or separated by commas; null: left out
     * @param plantId Id of the plant, as it was registered; null: left out
     * @param ruleId Id of the alert rule; null: left out
     */
    public AlertList listAlerts(String cursor, Long limit, List<String> state, List<String> severity, String plantId, String ruleId) {
        Call call = new Call("GET", "/api/v1/alerts")
                .query("cursor", cursor)
                .query("limit", limit)
                .query("state", state)
                .query("severity", severity)
                .query("plant_id", plantId)
                .query("rule_id", ruleId);
        return transport.send(call, new TypeReference<AlertList>() {});
    }

    /** The same, without what may be left out. */
    public AlertList listAlerts() {
        return listAlerts(null, null, null, null, null, null);
    }

    /**
     * Switch a plant's default rules off or on.
     *
     * <p>All of them in one call. Switched on, one that was deleted is there again.
     *
     * @param plantId Id of the plant, as it was registered
     * @param alertDefaultsChoice what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public AlertDefaults setAlertDefaults(String plantId, AlertDefaultsChoice alertDefaultsChoice, String idempotencyKey, String ifMatch) {
        Call call = new Call("PUT", "/api/v1/plants/{plant_id}/alert-defaults")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(alertDefaultsChoice);
        return transport.send(call, new TypeReference<AlertDefaults>() {});
    }

    /** The same, without what may be left out. */
    public AlertDefaults setAlertDefaults(String plantId, AlertDefaultsChoice alertDefaultsChoice) {
        return setAlertDefaults(plantId, alertDefaultsChoice, null, null);
    }
}
