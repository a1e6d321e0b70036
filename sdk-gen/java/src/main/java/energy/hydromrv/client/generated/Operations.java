// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated;

import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.api.AlertsApi;
import energy.hydromrv.client.generated.api.CarbonApi;
import energy.hydromrv.client.generated.api.DevicesApi;
import energy.hydromrv.client.generated.api.IssuanceApi;
import energy.hydromrv.client.generated.api.KeysApi;
import energy.hydromrv.client.generated.api.LogApi;
import energy.hydromrv.client.generated.api.ModelsApi;
import energy.hydromrv.client.generated.api.OperationApi;
import energy.hydromrv.client.generated.api.OrganisationApi;
import energy.hydromrv.client.generated.api.PeriodsApi;
import energy.hydromrv.client.generated.api.PlantsApi;
import energy.hydromrv.client.generated.api.ProblemsApi;
import energy.hydromrv.client.generated.api.RecordsApi;
import energy.hydromrv.client.generated.api.ReviewsApi;
import energy.hydromrv.client.generated.api.SignInApi;
import energy.hydromrv.client.generated.api.TelemetryApi;
import energy.hydromrv.client.generated.api.UnitsApi;
import energy.hydromrv.client.generated.api.VerifyApi;
import energy.hydromrv.client.generated.api.WebhooksApi;

/** Every operation of the API, by its parts. */
public abstract class Operations {
    public final AlertsApi alerts;
    public final CarbonApi carbon;
    public final DevicesApi devices;
    public final IssuanceApi issuance;
    public final KeysApi keys;
    public final LogApi log;
    public final ModelsApi models;
    public final OperationApi operation;
    public final OrganisationApi organisation;
    public final PeriodsApi periods;
    public final PlantsApi plants;
    public final ProblemsApi problems;
    public final RecordsApi records;
    public final ReviewsApi reviews;
    public final SignInApi signIn;
    public final TelemetryApi telemetry;
    public final UnitsApi units;
    public final VerifyApi verify;
    public final WebhooksApi webhooks;

    protected Operations(Transport transport) {
        alerts = new AlertsApi(transport);
        carbon = new CarbonApi(transport);
        devices = new DevicesApi(transport);
        issuance = new IssuanceApi(transport);
        keys = new KeysApi(transport);
        log = new LogApi(transport);
        models = new ModelsApi(transport);
        operation = new OperationApi(transport);
        organisation = new OrganisationApi(transport);
        periods = new PeriodsApi(transport);
        plants = new PlantsApi(transport);
        problems = new ProblemsApi(transport);
        records = new RecordsApi(transport);
        reviews = new ReviewsApi(transport);
        signIn = new SignInApi(transport);
        telemetry = new TelemetryApi(transport);
        units = new UnitsApi(transport);
        verify = new VerifyApi(transport);
        webhooks = new WebhooksApi(transport);
    }
}
