from ...client import AuthenticatedClient
from ...models.correction_request import CorrectionRequest
from ...models.decision_made import DecisionMade
from ...models.decision_request import DecisionRequest
from ...models.plant_record import PlantRecord
from ...models.review_page import ReviewPage
from ...types import UNSET, Unset
from . import decide_on_record as _decide_on_record
from . import file_correction as _file_correction
from . import list_reviews as _list_reviews


class Operations:
    """Operations of the API's part "reviews"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def file_correction(
        self,
        id: str,
        *,
        body: CorrectionRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> PlantRecord:
        """File a correction of a reading.

        A new record of the plant's chain that names the one it replaces and takes its device, time and
        interval. `readings` holds all quantities as they should be. It is judged like any reading, but
        counts only when a verifier accepts it; then the other stops counting. Until then it stands as
        PROPOSED, or as REJECTED where its own verdict says so.

        The record to name is the one that stands for that time: the reading, or the correction that was
        accepted in its place. Readings that were sent without a timestamp never count and cannot be
        corrected. The same correction by the same key answers 200 with the first.

        Args:
            id (str): Random: says nothing of order, number or plant
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (CorrectionRequest):
        """
        return _file_correction.sync(
            client=self._client,
            id=id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def decide_on_record(
        self,
        id: str,
        *,
        body: DecisionRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> DecisionMade:
        """Decide on a reading in doubt.

        For keys with the role `verifier`. The decision is a new record of the plant's chain with a leaf in
        the log; the reading and its verdict stay as they are, and its `effective_status` follows the newest
        decision.

        **What can be decided:** flagged readings, re-opened ones, corrections, and each of these again: the
        later decision supersedes, both stay on record. A verdict of REJECTED is final; what was truly
        measured enters as a correction. Accepting a correction makes the record it names stop counting;
        rejecting it later brings that one back, to be decided anew.

        **Repeats:** the same decision with the same reason by the same key answers 200 with the first. To
        come back to an earlier decision after another one, give another reason.

        Args:
            id (str): Random: says nothing of order, number or plant
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (DecisionRequest):
        """
        return _decide_on_record.sync(
            client=self._client,
            id=id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_reviews(
        self,
        *,
        plant_id: str | Unset = UNSET,
        status: list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ReviewPage:
        """List readings that wait for a verifier.

        Flagged readings, approved ones that a later finding re-opened, and corrections that were filed;
        with `status` also those that are decided. By plant, then order of acceptance. Pages are stable
        while readings and decisions arrive.

        Args:
            plant_id (str | Unset): One plant; all of the organisation when left out
            status (list[str] | Unset): Only those that stand so now; FLAGGED, REOPENED and PROPOSED
                when left out; repeated or separated by commas
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_reviews.sync(
            client=self._client,
            plant_id=plant_id,
            status=status,
            cursor=cursor,
            limit=limit,
        )


class AsyncOperations:
    """Operations of the API's part "reviews"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def file_correction(
        self,
        id: str,
        *,
        body: CorrectionRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> PlantRecord:
        """File a correction of a reading.

        A new record of the plant's chain that names the one it replaces and takes its device, time and
        interval. `readings` holds all quantities as they should be. It is judged like any reading, but
        counts only when a verifier accepts it; then the other stops counting. Until then it stands as
        PROPOSED, or as REJECTED where its own verdict says so.

        The record to name is the one that stands for that time: the reading, or the correction that was
        accepted in its place. Readings that were sent without a timestamp never count and cannot be
        corrected. The same correction by the same key answers 200 with the first.

        Args:
            id (str): Random: says nothing of order, number or plant
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (CorrectionRequest):
        """
        return await _file_correction.asyncio(
            client=self._client,
            id=id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def decide_on_record(
        self,
        id: str,
        *,
        body: DecisionRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> DecisionMade:
        """Decide on a reading in doubt.

        For keys with the role `verifier`. The decision is a new record of the plant's chain with a leaf in
        the log; the reading and its verdict stay as they are, and its `effective_status` follows the newest
        decision.

        **What can be decided:** flagged readings, re-opened ones, corrections, and each of these again: the
        later decision supersedes, both stay on record. A verdict of REJECTED is final; what was truly
        measured enters as a correction. Accepting a correction makes the record it names stop counting;
        rejecting it later brings that one back, to be decided anew.

        **Repeats:** the same decision with the same reason by the same key answers 200 with the first. To
        come back to an earlier decision after another one, give another reason.

        Args:
            id (str): Random: says nothing of order, number or plant
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (DecisionRequest):
        """
        return await _decide_on_record.asyncio(
            client=self._client,
            id=id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_reviews(
        self,
        *,
        plant_id: str | Unset = UNSET,
        status: list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ReviewPage:
        """List readings that wait for a verifier.

        Flagged readings, approved ones that a later finding re-opened, and corrections that were filed;
        with `status` also those that are decided. By plant, then order of acceptance. Pages are stable
        while readings and decisions arrive.

        Args:
            plant_id (str | Unset): One plant; all of the organisation when left out
            status (list[str] | Unset): Only those that stand so now; FLAGGED, REOPENED and PROPOSED
                when left out; repeated or separated by commas
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_reviews.asyncio(
            client=self._client,
            plant_id=plant_id,
            status=status,
            cursor=cursor,
            limit=limit,
        )
