"""Client of the Hydro MRV Gateway."""

from .batch import SentReading
from .errors import GatewayError, NoAnswerError, WebhookError
from .gateway import HydroGateway
from .generated import problems
from .generated.models.quantities import Quantities
from .generated.models.telemetry_reading import TelemetryReading
from .proof import Check, Verification, verify_proof
from .retrying import Trying
from .webhook import verify_webhook

__all__ = [
    "Check",
    "GatewayError",
    "HydroGateway",
    "NoAnswerError",
    "Quantities",
    "SentReading",
    "TelemetryReading",
    "Trying",
    "Verification",
    "WebhookError",
    "problems",
    "verify_proof",
    "verify_webhook",
]
