"""Client of the Hydro MRV Gateway."""

from . import models, problems
from .answer import Answer
from .batch import SentReading
from .errors import GatewayError, NoAnswerError, SampleKept, WebhookError
from .gateway import AsyncHydroGateway, HydroGateway
from .generated.models.quantities import Quantities
from .generated.models.stream_query import StreamQuery
from .generated.models.telemetry_reading import TelemetryReading
from .proof import Check, Verification, verify_proof, verify_texts
from .retrying import Trying
from .stream import StreamEvent
from .webhook import verify_webhook

__all__ = [
    "Answer",
    "AsyncHydroGateway",
    "Check",
    "GatewayError",
    "HydroGateway",
    "NoAnswerError",
    "Quantities",
    "SampleKept",
    "SentReading",
    "StreamEvent",
    "StreamQuery",
    "TelemetryReading",
    "Trying",
    "Verification",
    "WebhookError",
    "models",
    "problems",
    "verify_proof",
    "verify_texts",
    "verify_webhook",
]
