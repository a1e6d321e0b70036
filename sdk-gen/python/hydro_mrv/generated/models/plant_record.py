from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.anchor import Anchor
    from ..models.carbon_estimate import CarbonEstimate
    from ..models.plant_record_correction import PlantRecordCorrection
    from ..models.plant_record_device_key import PlantRecordDeviceKey
    from ..models.plant_record_links import PlantRecordLinks
    from ..models.plant_record_model import PlantRecordModel
    from ..models.plant_record_reopen import PlantRecordReopen
    from ..models.plant_record_review import PlantRecordReview
    from ..models.public_message import PublicMessage
    from ..models.quantities import Quantities
    from ..models.record_samples import RecordSamples
    from ..models.recorded_context import RecordedContext
    from ..models.recorded_signature import RecordedSignature
    from ..models.verification import Verification


T = TypeVar("T", bound="PlantRecord")


@_attrs_define
class PlantRecord:
    """
    Attributes:
        record_id (str): Random: says nothing of order, number or plant
        kind (str): `reading`; the registration of a `plant` or `device`, or a change of it; `device-key`: a key that
            signs readings came or went; `review`, `reopen` or `correction`: what later became of readings; `model`: a
            decision on what judges them
        status (None | str): The verdict, which never changes; null for a record without one, as are the next two and
            `timestamp`. One of `APPROVED`, `FLAGGED`, `REJECTED`
        effective_status (None | str): The verdict with every later decision; only APPROVED counts. REOPENED: approved,
            then doubted by a later finding. PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted
            correction stands in its place. One of `APPROVED`, `FLAGGED`, `REJECTED`, `REOPENED`, `PROPOSED`, `REPLACED`
        trust_score (float | None): 0-1, four decimals, rounded down
        hedera_tx_id (None | str): Transaction of the checkpoint that covers the record; null until anchored
        hashscan_url (None | str): Its page on HashScan; null until anchored, and on the local ledger
        timestamp (None | str): END of the interval, or the instant
        interval_s (int | None): Length of the interval, s; null: instantaneous
        received_at (str):
        plant_id (str):
        device_id (None | str):
        seq (int): Place in the plant's chain, by acceptance
        commitment (str): SHA-256 of the record's exact bytes, hex: its leaf in the log
        duplicate (bool): True: this call repeated a reading that was on record
        anchor (Anchor):
        links (PlantRecordLinks):
        readings (Quantities | Unset):
        source (str | Unset): History that an operator filed; absent: live. One of `backfill`
        reason (str | Unset): Why it was filed then, with `source`
        filed_by (str | Unset): Id of the key that filed it, with `source`
        signed (bool | Unset): Whether the device signed it, or each of the samples it was made of; absent in records
            made before this was told
        signature (RecordedSignature | Unset): Of a signed reading; it was held against the key before the record was
            made
        samples (RecordSamples | Unset): Of a reading that was made of samples: GET /api/v1/records/{id}/samples gives
            them
        context (RecordedContext | Unset): What others measured around the plant: the verdict took it as a hint
        verification (Verification | Unset):
        carbon (CarbonEstimate | Unset):
        review (PlantRecordReview | Unset): Of a `review`
        reopen (PlantRecordReopen | Unset): Of a `reopen`
        correction (PlantRecordCorrection | Unset): Of a `correction`
        model (PlantRecordModel | Unset): Of a `model`
        device_key (PlantRecordDeviceKey | Unset): Of a `device-key`
        public_message (PublicMessage | Unset): Only of an approved record whose plant has `anchor_mode` `record`, once
            it is anchored: its own message
        notice (str | Unset): What the figures are not
    """

    record_id: str
    kind: str
    status: None | str
    effective_status: None | str
    trust_score: float | None
    hedera_tx_id: None | str
    hashscan_url: None | str
    timestamp: None | str
    interval_s: int | None
    received_at: str
    plant_id: str
    device_id: None | str
    seq: int
    commitment: str
    duplicate: bool
    anchor: Anchor
    links: PlantRecordLinks
    readings: Quantities | Unset = UNSET
    source: str | Unset = UNSET
    reason: str | Unset = UNSET
    filed_by: str | Unset = UNSET
    signed: bool | Unset = UNSET
    signature: RecordedSignature | Unset = UNSET
    samples: RecordSamples | Unset = UNSET
    context: RecordedContext | Unset = UNSET
    verification: Verification | Unset = UNSET
    carbon: CarbonEstimate | Unset = UNSET
    review: PlantRecordReview | Unset = UNSET
    reopen: PlantRecordReopen | Unset = UNSET
    correction: PlantRecordCorrection | Unset = UNSET
    model: PlantRecordModel | Unset = UNSET
    device_key: PlantRecordDeviceKey | Unset = UNSET
    public_message: PublicMessage | Unset = UNSET
    notice: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        record_id = self.record_id

        kind = self.kind

        status: None | str
        status = self.status

        effective_status: None | str
        effective_status = self.effective_status

        trust_score: float | None
        trust_score = self.trust_score

        hedera_tx_id: None | str
        hedera_tx_id = self.hedera_tx_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        timestamp: None | str
        timestamp = self.timestamp

        interval_s: int | None
        interval_s = self.interval_s

        received_at = self.received_at

        plant_id = self.plant_id

        device_id: None | str
        device_id = self.device_id

        seq = self.seq

        commitment = self.commitment

        duplicate = self.duplicate

        anchor = self.anchor.to_dict()

        links = self.links.to_dict()

        readings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.readings, Unset):
            readings = self.readings.to_dict()

        source = self.source

        reason = self.reason

        filed_by = self.filed_by

        signed = self.signed

        signature: dict[str, Any] | Unset = UNSET
        if not isinstance(self.signature, Unset):
            signature = self.signature.to_dict()

        samples: dict[str, Any] | Unset = UNSET
        if not isinstance(self.samples, Unset):
            samples = self.samples.to_dict()

        context: dict[str, Any] | Unset = UNSET
        if not isinstance(self.context, Unset):
            context = self.context.to_dict()

        verification: dict[str, Any] | Unset = UNSET
        if not isinstance(self.verification, Unset):
            verification = self.verification.to_dict()

        carbon: dict[str, Any] | Unset = UNSET
        if not isinstance(self.carbon, Unset):
            carbon = self.carbon.to_dict()

        review: dict[str, Any] | Unset = UNSET
        if not isinstance(self.review, Unset):
            review = self.review.to_dict()

        reopen: dict[str, Any] | Unset = UNSET
        if not isinstance(self.reopen, Unset):
            reopen = self.reopen.to_dict()

        correction: dict[str, Any] | Unset = UNSET
        if not isinstance(self.correction, Unset):
            correction = self.correction.to_dict()

        model: dict[str, Any] | Unset = UNSET
        if not isinstance(self.model, Unset):
            model = self.model.to_dict()

        device_key: dict[str, Any] | Unset = UNSET
        if not isinstance(self.device_key, Unset):
            device_key = self.device_key.to_dict()

        public_message: dict[str, Any] | Unset = UNSET
        if not isinstance(self.public_message, Unset):
            public_message = self.public_message.to_dict()

        notice = self.notice

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record_id": record_id,
                "kind": kind,
                "status": status,
                "effective_status": effective_status,
                "trust_score": trust_score,
                "hedera_tx_id": hedera_tx_id,
                "hashscan_url": hashscan_url,
                "timestamp": timestamp,
                "interval_s": interval_s,
                "received_at": received_at,
                "plant_id": plant_id,
                "device_id": device_id,
                "seq": seq,
                "commitment": commitment,
                "duplicate": duplicate,
                "anchor": anchor,
                "links": links,
            }
        )
        if readings is not UNSET:
            field_dict["readings"] = readings
        if source is not UNSET:
            field_dict["source"] = source
        if reason is not UNSET:
            field_dict["reason"] = reason
        if filed_by is not UNSET:
            field_dict["filed_by"] = filed_by
        if signed is not UNSET:
            field_dict["signed"] = signed
        if signature is not UNSET:
            field_dict["signature"] = signature
        if samples is not UNSET:
            field_dict["samples"] = samples
        if context is not UNSET:
            field_dict["context"] = context
        if verification is not UNSET:
            field_dict["verification"] = verification
        if carbon is not UNSET:
            field_dict["carbon"] = carbon
        if review is not UNSET:
            field_dict["review"] = review
        if reopen is not UNSET:
            field_dict["reopen"] = reopen
        if correction is not UNSET:
            field_dict["correction"] = correction
        if model is not UNSET:
            field_dict["model"] = model
        if device_key is not UNSET:
            field_dict["device_key"] = device_key
        if public_message is not UNSET:
            field_dict["public_message"] = public_message
        if notice is not UNSET:
            field_dict["notice"] = notice

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.anchor import Anchor  # noqa: PLC0415
        from ..models.carbon_estimate import CarbonEstimate  # noqa: PLC0415
        from ..models.plant_record_correction import PlantRecordCorrection  # noqa: PLC0415
        from ..models.plant_record_device_key import PlantRecordDeviceKey  # noqa: PLC0415
        from ..models.plant_record_links import PlantRecordLinks  # noqa: PLC0415
        from ..models.plant_record_model import PlantRecordModel  # noqa: PLC0415
        from ..models.plant_record_reopen import PlantRecordReopen  # noqa: PLC0415
        from ..models.plant_record_review import PlantRecordReview  # noqa: PLC0415
        from ..models.public_message import PublicMessage  # noqa: PLC0415
        from ..models.quantities import Quantities  # noqa: PLC0415
        from ..models.record_samples import RecordSamples  # noqa: PLC0415
        from ..models.recorded_context import RecordedContext  # noqa: PLC0415
        from ..models.recorded_signature import RecordedSignature  # noqa: PLC0415
        from ..models.verification import Verification  # noqa: PLC0415

        d = dict(src_dict)
        record_id = d.pop("record_id")

        kind = d.pop("kind")

        def _parse_status(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status = _parse_status(d.pop("status"))

        def _parse_effective_status(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        effective_status = _parse_effective_status(d.pop("effective_status"))

        def _parse_trust_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        trust_score = _parse_trust_score(d.pop("trust_score"))

        def _parse_hedera_tx_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hedera_tx_id = _parse_hedera_tx_id(d.pop("hedera_tx_id"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        def _parse_timestamp(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        timestamp = _parse_timestamp(d.pop("timestamp"))

        def _parse_interval_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        interval_s = _parse_interval_s(d.pop("interval_s"))

        received_at = d.pop("received_at")

        plant_id = d.pop("plant_id")

        def _parse_device_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        device_id = _parse_device_id(d.pop("device_id"))

        seq = d.pop("seq")

        commitment = d.pop("commitment")

        duplicate = d.pop("duplicate")

        anchor = Anchor.from_dict(d.pop("anchor"))

        links = PlantRecordLinks.from_dict(d.pop("links"))

        _readings = d.pop("readings", UNSET)
        readings: Quantities | Unset
        if isinstance(_readings, Unset):
            readings = UNSET
        else:
            readings = Quantities.from_dict(_readings)

        source = d.pop("source", UNSET)

        reason = d.pop("reason", UNSET)

        filed_by = d.pop("filed_by", UNSET)

        signed = d.pop("signed", UNSET)

        _signature = d.pop("signature", UNSET)
        signature: RecordedSignature | Unset
        if isinstance(_signature, Unset):
            signature = UNSET
        else:
            signature = RecordedSignature.from_dict(_signature)

        _samples = d.pop("samples", UNSET)
        samples: RecordSamples | Unset
        if isinstance(_samples, Unset):
            samples = UNSET
        else:
            samples = RecordSamples.from_dict(_samples)

        _context = d.pop("context", UNSET)
        context: RecordedContext | Unset
        if isinstance(_context, Unset):
            context = UNSET
        else:
            context = RecordedContext.from_dict(_context)

        _verification = d.pop("verification", UNSET)
        verification: Verification | Unset
        if isinstance(_verification, Unset):
            verification = UNSET
        else:
            verification = Verification.from_dict(_verification)

        _carbon = d.pop("carbon", UNSET)
        carbon: CarbonEstimate | Unset
        if isinstance(_carbon, Unset):
            carbon = UNSET
        else:
            carbon = CarbonEstimate.from_dict(_carbon)

        _review = d.pop("review", UNSET)
        review: PlantRecordReview | Unset
        if isinstance(_review, Unset):
            review = UNSET
        else:
            review = PlantRecordReview.from_dict(_review)

        _reopen = d.pop("reopen", UNSET)
        reopen: PlantRecordReopen | Unset
        if isinstance(_reopen, Unset):
            reopen = UNSET
        else:
            reopen = PlantRecordReopen.from_dict(_reopen)

        _correction = d.pop("correction", UNSET)
        correction: PlantRecordCorrection | Unset
        if isinstance(_correction, Unset):
            correction = UNSET
        else:
            correction = PlantRecordCorrection.from_dict(_correction)

        _model = d.pop("model", UNSET)
        model: PlantRecordModel | Unset
        if isinstance(_model, Unset):
            model = UNSET
        else:
            model = PlantRecordModel.from_dict(_model)

        _device_key = d.pop("device_key", UNSET)
        device_key: PlantRecordDeviceKey | Unset
        if isinstance(_device_key, Unset):
            device_key = UNSET
        else:
            device_key = PlantRecordDeviceKey.from_dict(_device_key)

        _public_message = d.pop("public_message", UNSET)
        public_message: PublicMessage | Unset
        if isinstance(_public_message, Unset):
            public_message = UNSET
        else:
            public_message = PublicMessage.from_dict(_public_message)

        notice = d.pop("notice", UNSET)

        plant_record = cls(
            record_id=record_id,
            kind=kind,
            status=status,
            effective_status=effective_status,
            trust_score=trust_score,
            hedera_tx_id=hedera_tx_id,
            hashscan_url=hashscan_url,
            timestamp=timestamp,
            interval_s=interval_s,
            received_at=received_at,
            plant_id=plant_id,
            device_id=device_id,
            seq=seq,
            commitment=commitment,
            duplicate=duplicate,
            anchor=anchor,
            links=links,
            readings=readings,
            source=source,
            reason=reason,
            filed_by=filed_by,
            signed=signed,
            signature=signature,
            samples=samples,
            context=context,
            verification=verification,
            carbon=carbon,
            review=review,
            reopen=reopen,
            correction=correction,
            model=model,
            device_key=device_key,
            public_message=public_message,
            notice=notice,
        )

        return plant_record
