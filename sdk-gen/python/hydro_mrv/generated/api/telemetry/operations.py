from ...client import AuthenticatedClient
from ...models.batch_answer import BatchAnswer
from ...models.latest_values import LatestValues
from ...models.plant_record import PlantRecord
from ...models.reading_page import ReadingPage
from ...models.series import Series
from ...models.telemetry_reading import TelemetryReading
from ...types import UNSET, File, Unset
from . import export_history as _export_history
from . import get_latest_values as _get_latest_values
from . import get_series as _get_series
from . import list_telemetry as _list_telemetry
from . import post_telemetry as _post_telemetry
from . import post_telemetry_batch as _post_telemetry_batch


class Operations:
    """Operations of the API's part "telemetry"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def export_history(
        self,
        plant_id: str,
        *,
        from_: str | Unset = UNSET,
        to: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        metric: list[str] | Unset = UNSET,
        resolution: str | Unset = UNSET,
        format_: str | Unset = UNSET,
    ) -> File:
        """Export a plant's readings or rollups as a table.

        As CSV (RFC 4180) or Apache Parquet, sent while it is read, however long the span. `raw`: a row for
        each reading and correction that ends in the span, by event time, with its own verdict, where it
        stands now, and a column for each quantity. Else a row for each device, quantity and bucket that
        ends in it, as the series has them but for what was accepted in the last seconds. An answer that
        breaks off is not complete.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_ (str | Unset): Begin of the span, exclusive; a day before `to` when left out. ISO
                8601 or milliseconds.
            to (str | Unset): End of the span, inclusive; now when left out. ISO 8601 or milliseconds.
            device_id (str | Unset): One device; all of the plant when left out
            metric (list[str] | Unset): Only these quantities; repeated or separated by commas
            resolution (str | Unset): Length of a step; `auto` chooses one that gives no more points
                than asked for
            format_ (str | Unset): Form of the answer
        """
        return _export_history.sync(
            client=self._client,
            plant_id=plant_id,
            from_=from_,
            to=to,
            device_id=device_id,
            metric=metric,
            resolution=resolution,
            format_=format_,
        )

    def get_latest_values(
        self,
        plant_id: str,
    ) -> LatestValues:
        """Look at a plant's newest values.

        The newest value of every quantity of every device by event time, whatever its verdict, with its
        record and where that stands. A reading is in here as soon as it is accepted. Of a plant with an
        `accounting` interval also the newest sample of each device, where it is newer than its records.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return _get_latest_values.sync(
            client=self._client,
            plant_id=plant_id,
        )

    def get_series(
        self,
        plant_id: str,
        *,
        metric: str,
        from_: str | Unset = UNSET,
        to: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        resolution: str | Unset = UNSET,
        max_points: int | Unset = UNSET,
    ) -> Series:
        """Look at a quantity over a span.

        Minimum, maximum, mean, last value and count of buckets, with how many readings of each are
        approved, flagged (a verifier has them) and rejected, by their status of now. A bucket is (timestamp
        - interval_s, timestamp] of UTC, as a reading's interval is, and holds the readings that end in it;
        those at the ends of the span are given whole. Values are of readings that are not rejected, an
        accepted correction in place of what it replaces; a bucket of rejected ones alone has none. A
        reading is in here as soon as it is accepted; what a review changes, within seconds.

        **Resolution.** `auto` takes the readings themselves for up to an hour, else the coarsest buckets of
        which the span has `max_points` or more. Minutes are kept for 90 days, five minutes for two years,
        hours and days for good.

        **Points.** Of more buckets than `max_points`, that many are chosen by Largest-Triangle-Three-
        Buckets over the means: points that are there, none made up.

        Args:
            plant_id (str): Id of the plant, as it was registered
            metric (str): The quantity, by its name in a reading
            from_ (str | Unset): Begin of the span, exclusive; a day before `to` when left out. ISO
                8601 or milliseconds.
            to (str | Unset): End of the span, inclusive; now when left out. ISO 8601 or milliseconds.
            device_id (str | Unset): One device; all of the plant when left out
            resolution (str | Unset): Length of a step; `auto` chooses one that gives no more points
                than asked for
            max_points (int | Unset): Most points of one device
        """
        return _get_series.sync(
            client=self._client,
            plant_id=plant_id,
            metric=metric,
            from_=from_,
            to=to,
            device_id=device_id,
            resolution=resolution,
            max_points=max_points,
        )

    def list_telemetry(
        self,
        *,
        plant_id: str,
        from_: str | Unset = UNSET,
        to: str | Unset = UNSET,
        status: list[str] | Unset = UNSET,
        effective_status: list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ReadingPage:
        """List a plant's readings.

        By event time, then order of acceptance. Corrections that were filed stand among them; whatever adds
        readings up takes `effective_status=APPROVED`, which is at most one record for each device and time.
        Pages are stable while readings arrive: follow `next_cursor`, or the Link header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_ (str | Unset): Exclusive: intervals that end after this instant. ISO 8601 or
                milliseconds.
            to (str | Unset): Inclusive: intervals that end at or before this instant. ISO 8601 or
                milliseconds.
            status (list[str] | Unset): Only these verdicts; repeated or separated by commas
            effective_status (list[str] | Unset): Only those that stand so after later decisions;
                repeated or separated by commas
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_telemetry.sync(
            client=self._client,
            plant_id=plant_id,
            from_=from_,
            to=to,
            status=status,
            effective_status=effective_status,
            cursor=cursor,
            limit=limit,
        )

    def post_telemetry(
        self,
        *,
        body: TelemetryReading,
        idempotency_key: str | Unset = UNSET,
        prefer: str | Unset = UNSET,
    ) -> PlantRecord:
        """Send one reading.

        The reading is judged, given its carbon estimate, chained to the plant's records and stored before
        this answers; then the call waits for its anchor on the ledger. A bad reading is no error: it is
        recorded with status REJECTED.

        **Waiting.** At most 10 s by default, `Prefer: wait=N` for N seconds (at most 60), `Prefer: respond-
        async` for none. 201: anchored. 202: stored and in line; follow `links.self`. A ledger that is down
        never fails this call.

        **Repeats.** The same device, time and content answers 200 with the first record. Other content for
        the same time is a 409, and the attempt is kept. Without `timestamp`, send an `Idempotency-Key`: the
        same key and body answer with the same record.

        **Samples.** Where the plant declares an `accounting` interval, a reading of a shorter one is a
        sample: 202 in the form `application/vnd.hydro-mrv.sample+json` says its slot and the SHA-256 of its
        bytes. It is durable, and is judged with the record that is made of its slot. The same again answers
        200 in that form.

        **Signatures.** A device with a key of its own signs the reading in `signature`, or the whole
        request by RFC 9421 (`Signature-Input`, `Signature`, `Content-Digest`; see /docs). A plant with
        `signatures: required` takes no others. Under one key a `device_seq` is signed once: again with the
        same content it answers 200, with other content 409.

        **Time.** `timestamp` is the END of the interval (timestamp - interval_s, timestamp]. Overlaps up to
        2 s are cut off and noted.

        Args:
            idempotency_key (str | Unset): 1-255 visible ASCII characters, best as a structured-field
                string: `"8e03978e"`
            prefer (str | Unset): `wait=N` seconds and `respond-async` (RFC 7240)
            body (TelemetryReading):
        """
        return _post_telemetry.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
            prefer=prefer,
        )

    def post_telemetry_batch(
        self,
        *,
        body: list[TelemetryReading],
        idempotency_key: str | Unset = UNSET,
    ) -> BatchAnswer:
        """Send many readings.

        Up to 10000 readings and 16 MiB (as sent, and unpacked from `Content-Encoding`) as a JSON array or
        one a line. Each is taken, judged, chained and answered as if it had been sent alone, in this order;
        one that is refused hinders no other.

        **Answer.** 200: every reading is on record. 207: some were refused; `items` says which and why. A
        fault that ends the batch (body too large or broken, a quota used up) is a problem document with the
        `totals` and `items` of the readings before it: those are on record. With `Accept:
        application/x-ndjson` results are sent line by line as soon as they are durable, with status 200,
        and the last line holds `totals` and `complete`, and `problem` where it is false. Nothing waits for
        the ledger: ask for a record, or listen.

        **Sent again.** Safe at any time, whole or in part: what is on record answers as `duplicate`.
        Readings without a `timestamp` are known again by the `Idempotency-Key` and their place; the same
        place with other content is refused as `idempotency-key-reused`.

        **Samples.** Where the plant declares an `accounting` interval, a shorter reading answers with
        `result` `sample`: it is durable, and is judged with the record that is made of its slot.

        **Late.** Readings may come in any order and up to 7 days late. What is older is history: `"source":
        "backfill"` with a `reason`, by the key of an operator; both stand in the record.

        **Signatures.** In the body of each reading; one signature may be over the whole batch, with a path
        for each (see /docs).

        **Limits.** Each reading counts as a request. Too many batches at once: 429 `too-much-in-work` or
        503 `overloaded`, with `Retry-After`.

        Args:
            idempotency_key (str | Unset): For readings without a timestamp: 1-255 visible ASCII
                characters
            body (list[TelemetryReading]): Readings in the order in which they are to be judged
        """
        return _post_telemetry_batch.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "telemetry"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def export_history(
        self,
        plant_id: str,
        *,
        from_: str | Unset = UNSET,
        to: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        metric: list[str] | Unset = UNSET,
        resolution: str | Unset = UNSET,
        format_: str | Unset = UNSET,
    ) -> File:
        """Export a plant's readings or rollups as a table.

        As CSV (RFC 4180) or Apache Parquet, sent while it is read, however long the span. `raw`: a row for
        each reading and correction that ends in the span, by event time, with its own verdict, where it
        stands now, and a column for each quantity. Else a row for each device, quantity and bucket that
        ends in it, as the series has them but for what was accepted in the last seconds. An answer that
        breaks off is not complete.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_ (str | Unset): Begin of the span, exclusive; a day before `to` when left out. ISO
                8601 or milliseconds.
            to (str | Unset): End of the span, inclusive; now when left out. ISO 8601 or milliseconds.
            device_id (str | Unset): One device; all of the plant when left out
            metric (list[str] | Unset): Only these quantities; repeated or separated by commas
            resolution (str | Unset): Length of a step; `auto` chooses one that gives no more points
                than asked for
            format_ (str | Unset): Form of the answer
        """
        return await _export_history.asyncio(
            client=self._client,
            plant_id=plant_id,
            from_=from_,
            to=to,
            device_id=device_id,
            metric=metric,
            resolution=resolution,
            format_=format_,
        )

    async def get_latest_values(
        self,
        plant_id: str,
    ) -> LatestValues:
        """Look at a plant's newest values.

        The newest value of every quantity of every device by event time, whatever its verdict, with its
        record and where that stands. A reading is in here as soon as it is accepted. Of a plant with an
        `accounting` interval also the newest sample of each device, where it is newer than its records.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return await _get_latest_values.asyncio(
            client=self._client,
            plant_id=plant_id,
        )

    async def get_series(
        self,
        plant_id: str,
        *,
        metric: str,
        from_: str | Unset = UNSET,
        to: str | Unset = UNSET,
        device_id: str | Unset = UNSET,
        resolution: str | Unset = UNSET,
        max_points: int | Unset = UNSET,
    ) -> Series:
        """Look at a quantity over a span.

        Minimum, maximum, mean, last value and count of buckets, with how many readings of each are
        approved, flagged (a verifier has them) and rejected, by their status of now. A bucket is (timestamp
        - interval_s, timestamp] of UTC, as a reading's interval is, and holds the readings that end in it;
        those at the ends of the span are given whole. Values are of readings that are not rejected, an
        accepted correction in place of what it replaces; a bucket of rejected ones alone has none. A
        reading is in here as soon as it is accepted; what a review changes, within seconds.

        **Resolution.** `auto` takes the readings themselves for up to an hour, else the coarsest buckets of
        which the span has `max_points` or more. Minutes are kept for 90 days, five minutes for two years,
        hours and days for good.

        **Points.** Of more buckets than `max_points`, that many are chosen by Largest-Triangle-Three-
        Buckets over the means: points that are there, none made up.

        Args:
            plant_id (str): Id of the plant, as it was registered
            metric (str): The quantity, by its name in a reading
            from_ (str | Unset): Begin of the span, exclusive; a day before `to` when left out. ISO
                8601 or milliseconds.
            to (str | Unset): End of the span, inclusive; now when left out. ISO 8601 or milliseconds.
            device_id (str | Unset): One device; all of the plant when left out
            resolution (str | Unset): Length of a step; `auto` chooses one that gives no more points
                than asked for
            max_points (int | Unset): Most points of one device
        """
        return await _get_series.asyncio(
            client=self._client,
            plant_id=plant_id,
            metric=metric,
            from_=from_,
            to=to,
            device_id=device_id,
            resolution=resolution,
            max_points=max_points,
        )

    async def list_telemetry(
        self,
        *,
        plant_id: str,
        from_: str | Unset = UNSET,
        to: str | Unset = UNSET,
        status: list[str] | Unset = UNSET,
        effective_status: list[str] | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ReadingPage:
        """List a plant's readings.

        By event time, then order of acceptance. Corrections that were filed stand among them; whatever adds
        readings up takes `effective_status=APPROVED`, which is at most one record for each device and time.
        Pages are stable while readings arrive: follow `next_cursor`, or the Link header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_ (str | Unset): Exclusive: intervals that end after this instant. ISO 8601 or
                milliseconds.
            to (str | Unset): Inclusive: intervals that end at or before this instant. ISO 8601 or
                milliseconds.
            status (list[str] | Unset): Only these verdicts; repeated or separated by commas
            effective_status (list[str] | Unset): Only those that stand so after later decisions;
                repeated or separated by commas
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_telemetry.asyncio(
            client=self._client,
            plant_id=plant_id,
            from_=from_,
            to=to,
            status=status,
            effective_status=effective_status,
            cursor=cursor,
            limit=limit,
        )

    async def post_telemetry(
        self,
        *,
        body: TelemetryReading,
        idempotency_key: str | Unset = UNSET,
        prefer: str | Unset = UNSET,
    ) -> PlantRecord:
        """Send one reading.

        The reading is judged, given its carbon estimate, chained to the plant's records and stored before
        this answers; then the call waits for its anchor on the ledger. A bad reading is no error: it is
        recorded with status REJECTED.

        **Waiting.** At most 10 s by default, `Prefer: wait=N` for N seconds (at most 60), `Prefer: respond-
        async` for none. 201: anchored. 202: stored and in line; follow `links.self`. A ledger that is down
        never fails this call.

        **Repeats.** The same device, time and content answers 200 with the first record. Other content for
        the same time is a 409, and the attempt is kept. Without `timestamp`, send an `Idempotency-Key`: the
        same key and body answer with the same record.

        **Samples.** Where the plant declares an `accounting` interval, a reading of a shorter one is a
        sample: 202 in the form `application/vnd.hydro-mrv.sample+json` says its slot and the SHA-256 of its
        bytes. It is durable, and is judged with the record that is made of its slot. The same again answers
        200 in that form.

        **Signatures.** A device with a key of its own signs the reading in `signature`, or the whole
        request by RFC 9421 (`Signature-Input`, `Signature`, `Content-Digest`; see /docs). A plant with
        `signatures: required` takes no others. Under one key a `device_seq` is signed once: again with the
        same content it answers 200, with other content 409.

        **Time.** `timestamp` is the END of the interval (timestamp - interval_s, timestamp]. Overlaps up to
        2 s are cut off and noted.

        Args:
            idempotency_key (str | Unset): 1-255 visible ASCII characters, best as a structured-field
                string: `"8e03978e"`
            prefer (str | Unset): `wait=N` seconds and `respond-async` (RFC 7240)
            body (TelemetryReading):
        """
        return await _post_telemetry.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
            prefer=prefer,
        )

    async def post_telemetry_batch(
        self,
        *,
        body: list[TelemetryReading],
        idempotency_key: str | Unset = UNSET,
    ) -> BatchAnswer:
        """Send many readings.

        Up to 10000 readings and 16 MiB (as sent, and unpacked from `Content-Encoding`) as a JSON array or
        one a line. Each is taken, judged, chained and answered as if it had been sent alone, in this order;
        one that is refused hinders no other.

        **Answer.** 200: every reading is on record. 207: some were refused; `items` says which and why. A
        fault that ends the batch (body too large or broken, a quota used up) is a problem document with the
        `totals` and `items` of the readings before it: those are on record. With `Accept:
        application/x-ndjson` results are sent line by line as soon as they are durable, with status 200,
        and the last line holds `totals` and `complete`, and `problem` where it is false. Nothing waits for
        the ledger: ask for a record, or listen.

        **Sent again.** Safe at any time, whole or in part: what is on record answers as `duplicate`.
        Readings without a `timestamp` are known again by the `Idempotency-Key` and their place; the same
        place with other content is refused as `idempotency-key-reused`.

        **Samples.** Where the plant declares an `accounting` interval, a shorter reading answers with
        `result` `sample`: it is durable, and is judged with the record that is made of its slot.

        **Late.** Readings may come in any order and up to 7 days late. What is older is history: `"source":
        "backfill"` with a `reason`, by the key of an operator; both stand in the record.

        **Signatures.** In the body of each reading; one signature may be over the whole batch, with a path
        for each (see /docs).

        **Limits.** Each reading counts as a request. Too many batches at once: 429 `too-much-in-work` or
        503 `overloaded`, with `Retry-After`.

        Args:
            idempotency_key (str | Unset): For readings without a timestamp: 1-255 visible ASCII
                characters
            body (list[TelemetryReading]): Readings in the order in which they are to be judged
        """
        return await _post_telemetry_batch.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )
