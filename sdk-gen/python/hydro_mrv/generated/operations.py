# Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
from .api.alerts import operations as alerts
from .api.carbon import operations as carbon
from .api.devices import operations as devices
from .api.issuance import operations as issuance
from .api.keys import operations as keys
from .api.log import operations as log
from .api.models import operations as models
from .api.operation import operations as operation
from .api.organisation import operations as organisation
from .api.periods import operations as periods
from .api.plants import operations as plants
from .api.problems import operations as problems
from .api.records import operations as records
from .api.reviews import operations as reviews
from .api.sign_in import operations as sign_in
from .api.telemetry import operations as telemetry
from .api.units import operations as units
from .api.verify import operations as verify
from .api.webhooks import operations as webhooks
from .client import AuthenticatedClient


class Operations:
    """Every operation of the API, by its parts."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self.alerts = alerts.Operations(client)
        self.carbon = carbon.Operations(client)
        self.devices = devices.Operations(client)
        self.issuance = issuance.Operations(client)
        self.keys = keys.Operations(client)
        self.log = log.Operations(client)
        self.models = models.Operations(client)
        self.operation = operation.Operations(client)
        self.organisation = organisation.Operations(client)
        self.periods = periods.Operations(client)
        self.plants = plants.Operations(client)
        self.problems = problems.Operations(client)
        self.records = records.Operations(client)
        self.reviews = reviews.Operations(client)
        self.sign_in = sign_in.Operations(client)
        self.telemetry = telemetry.Operations(client)
        self.units = units.Operations(client)
        self.verify = verify.Operations(client)
        self.webhooks = webhooks.Operations(client)


class AsyncOperations:
    """Every operation of the API, by its parts."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self.alerts = alerts.AsyncOperations(client)
        self.carbon = carbon.AsyncOperations(client)
        self.devices = devices.AsyncOperations(client)
        self.issuance = issuance.AsyncOperations(client)
        self.keys = keys.AsyncOperations(client)
        self.log = log.AsyncOperations(client)
        self.models = models.AsyncOperations(client)
        self.operation = operation.AsyncOperations(client)
        self.organisation = organisation.AsyncOperations(client)
        self.periods = periods.AsyncOperations(client)
        self.plants = plants.AsyncOperations(client)
        self.problems = problems.AsyncOperations(client)
        self.records = records.AsyncOperations(client)
        self.reviews = reviews.AsyncOperations(client)
        self.sign_in = sign_in.AsyncOperations(client)
        self.telemetry = telemetry.AsyncOperations(client)
        self.units = units.AsyncOperations(client)
        self.verify = verify.AsyncOperations(client)
        self.webhooks = webhooks.AsyncOperations(client)
