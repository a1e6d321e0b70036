from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_item_problem import BatchItemProblem
    from ..models.batch_item_reason import BatchItemReason
    from ..models.batch_sample import BatchSample


T = TypeVar("T", bound="BatchItem")


@_attrs_define
class BatchItem:
    """
    Attributes:
        index (int): Place in the batch, from 0
        result (str): Nothing of it was stored. One of `refused`
        record_id (str | Unset): Random: says nothing of order, number or plant
        seq (int | Unset): Place in the plant's chain
        status (str | Unset): One of `APPROVED`, `FLAGGED`, `REJECTED`
        trust_score (float | Unset):
        reasons (list[BatchItemReason] | Unset): Of a reading that is not approved: what speaks against it
        replayed (bool | Unset): Always true
        sample (BatchSample | Unset):
        problem (BatchItemProblem | Unset):
    """

    index: int
    result: str
    record_id: str | Unset = UNSET
    seq: int | Unset = UNSET
    status: str | Unset = UNSET
    trust_score: float | Unset = UNSET
    reasons: list[BatchItemReason] | Unset = UNSET
    replayed: bool | Unset = UNSET
    sample: BatchSample | Unset = UNSET
    problem: BatchItemProblem | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        result = self.result

        record_id = self.record_id

        seq = self.seq

        status = self.status

        trust_score = self.trust_score

        reasons: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.reasons, Unset):
            reasons = []
            for reasons_item_data in self.reasons:
                reasons_item = reasons_item_data.to_dict()
                reasons.append(reasons_item)

        replayed = self.replayed

        sample: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sample, Unset):
            sample = self.sample.to_dict()

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "index": index,
                "result": result,
            }
        )
        if record_id is not UNSET:
            field_dict["record_id"] = record_id
        if seq is not UNSET:
            field_dict["seq"] = seq
        if status is not UNSET:
            field_dict["status"] = status
        if trust_score is not UNSET:
            field_dict["trust_score"] = trust_score
        if reasons is not UNSET:
            field_dict["reasons"] = reasons
        if replayed is not UNSET:
            field_dict["replayed"] = replayed
        if sample is not UNSET:
            field_dict["sample"] = sample
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_item_problem import BatchItemProblem  # noqa: PLC0415
        from ..models.batch_item_reason import BatchItemReason  # noqa: PLC0415
        from ..models.batch_sample import BatchSample  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        result = d.pop("result")

        record_id = d.pop("record_id", UNSET)

        seq = d.pop("seq", UNSET)

        status = d.pop("status", UNSET)

        trust_score = d.pop("trust_score", UNSET)

        _reasons = d.pop("reasons", UNSET)
        reasons: list[BatchItemReason] | Unset = UNSET
        if _reasons is not UNSET:
            reasons = []
            for reasons_item_data in _reasons:
                reasons_item = BatchItemReason.from_dict(reasons_item_data)

                reasons.append(reasons_item)

        replayed = d.pop("replayed", UNSET)

        _sample = d.pop("sample", UNSET)
        sample: BatchSample | Unset
        if isinstance(_sample, Unset):
            sample = UNSET
        else:
            sample = BatchSample.from_dict(_sample)

        _problem = d.pop("problem", UNSET)
        problem: BatchItemProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = BatchItemProblem.from_dict(_problem)

        batch_item = cls(
            index=index,
            result=result,
            record_id=record_id,
            seq=seq,
            status=status,
            trust_score=trust_score,
            reasons=reasons,
            replayed=replayed,
            sample=sample,
            problem=problem,
        )

        return batch_item
