from ...client import AuthenticatedClient
from ...models.isolation_forest import IsolationForest
from ...models.model_decided import ModelDecided
from ...models.model_decision_request import ModelDecisionRequest
from ...models.plant_model import PlantModel
from ...models.plant_model_page import PlantModelPage
from ...models.training_schedule import TrainingSchedule
from ...types import UNSET, Unset
from . import decide_on_plant_model as _decide_on_plant_model
from . import get_plant_model as _get_plant_model
from . import get_plant_model_content as _get_plant_model_content
from . import list_plant_models as _list_plant_models
from . import request_plant_model as _request_plant_model


class Operations:
    """Operations of the API's part "models"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_plant_models(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> PlantModelPage:
        """List a plant's models.

        Isolation forests trained on the plant's own approved readings, newest first, with the one in force
        and where the training stands. A plant begins with the physics prior; a job trains candidates when
        enough approved readings have come, and none takes effect before a verifier approves it.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_plant_models.sync(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    def request_plant_model(
        self,
        plant_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> TrainingSchedule:
        """Ask for a model to be trained.

        For keys with the role `owner` or `verifier`. The job trains on the plant's approved readings up to
        now, whatever the schedule; look at the list for what came of it. Asking again before that changes
        nothing.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _request_plant_model.sync(
            client=self._client,
            plant_id=plant_id,
            idempotency_key=idempotency_key,
        )

    def get_plant_model(
        self,
        plant_id: str,
        hash_: str,
    ) -> PlantModel:
        """Look at one model with its drift report.

        What it was trained on, how it differs from the model in force, and who decided what.

        Args:
            plant_id (str): Id of the plant, as it was registered
            hash_ (str): SHA-256 of the model's canonical bytes, hex
        """
        return _get_plant_model.sync(
            client=self._client,
            plant_id=plant_id,
            hash_=hash_,
        )

    def get_plant_model_content(
        self,
        plant_id: str,
        hash_: str,
    ) -> IsolationForest:
        """Get a model's bytes.

        The exact canonical (RFC 8785) bytes whose SHA-256 is the model's hash.

        Args:
            plant_id (str): Id of the plant, as it was registered
            hash_ (str): SHA-256 of the model's canonical bytes, hex
        """
        return _get_plant_model_content.sync(
            client=self._client,
            plant_id=plant_id,
            hash_=hash_,
        )

    def decide_on_plant_model(
        self,
        plant_id: str,
        hash_: str,
        *,
        body: ModelDecisionRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> ModelDecided:
        """Approve or reject a model.

        For keys with the role `verifier`. The decision is a record of the plant's chain with a leaf in the
        log; the first approval of a model holds its bytes, so that the chain alone tells which model judged
        what. From the next record on the approved model judges; no earlier record changes.

        **What can be decided:** a candidate, either way; approving a retired model or the physics prior
        (`in_force` of a new plant) goes back to it. A rejection is final. A candidate whose drift report is
        against a model that is no longer in force needs a training anew.

        **Repeats:** the same decision with the same reason by the same key answers 200 with the first while
        it stands.

        Args:
            plant_id (str): Id of the plant, as it was registered
            hash_ (str): SHA-256 of the model's canonical bytes, hex
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ModelDecisionRequest):
        """
        return _decide_on_plant_model.sync(
            client=self._client,
            plant_id=plant_id,
            hash_=hash_,
            body=body,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "models"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_plant_models(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> PlantModelPage:
        """List a plant's models.

        Isolation forests trained on the plant's own approved readings, newest first, with the one in force
        and where the training stands. A plant begins with the physics prior; a job trains candidates when
        enough approved readings have come, and none takes effect before a verifier approves it.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_plant_models.asyncio(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    async def request_plant_model(
        self,
        plant_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> TrainingSchedule:
        """Ask for a model to be trained.

        For keys with the role `owner` or `verifier`. The job trains on the plant's approved readings up to
        now, whatever the schedule; look at the list for what came of it. Asking again before that changes
        nothing.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _request_plant_model.asyncio(
            client=self._client,
            plant_id=plant_id,
            idempotency_key=idempotency_key,
        )

    async def get_plant_model(
        self,
        plant_id: str,
        hash_: str,
    ) -> PlantModel:
        """Look at one model with its drift report.

        What it was trained on, how it differs from the model in force, and who decided what.

        Args:
            plant_id (str): Id of the plant, as it was registered
            hash_ (str): SHA-256 of the model's canonical bytes, hex
        """
        return await _get_plant_model.asyncio(
            client=self._client,
            plant_id=plant_id,
            hash_=hash_,
        )

    async def get_plant_model_content(
        self,
        plant_id: str,
        hash_: str,
    ) -> IsolationForest:
        """Get a model's bytes.

        The exact canonical (RFC 8785) bytes whose SHA-256 is the model's hash.

        Args:
            plant_id (str): Id of the plant, as it was registered
            hash_ (str): SHA-256 of the model's canonical bytes, hex
        """
        return await _get_plant_model_content.asyncio(
            client=self._client,
            plant_id=plant_id,
            hash_=hash_,
        )

    async def decide_on_plant_model(
        self,
        plant_id: str,
        hash_: str,
        *,
        body: ModelDecisionRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> ModelDecided:
        """Approve or reject a model.

        For keys with the role `verifier`. The decision is a record of the plant's chain with a leaf in the
        log; the first approval of a model holds its bytes, so that the chain alone tells which model judged
        what. From the next record on the approved model judges; no earlier record changes.

        **What can be decided:** a candidate, either way; approving a retired model or the physics prior
        (`in_force` of a new plant) goes back to it. A rejection is final. A candidate whose drift report is
        against a model that is no longer in force needs a training anew.

        **Repeats:** the same decision with the same reason by the same key answers 200 with the first while
        it stands.

        Args:
            plant_id (str): Id of the plant, as it was registered
            hash_ (str): SHA-256 of the model's canonical bytes, hex
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ModelDecisionRequest):
        """
        return await _decide_on_plant_model.asyncio(
            client=self._client,
            plant_id=plant_id,
            hash_=hash_,
            body=body,
            idempotency_key=idempotency_key,
        )
