from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_totals_verdicts import BatchTotalsVerdicts


T = TypeVar("T", bound="BatchTotals")


@_attrs_define
class BatchTotals:
    """
    Attributes:
        received (int):
        accepted (int):
        duplicates (int):
        refused (int):
        verdicts (BatchTotalsVerdicts): Of those accepted
        samples (int | Unset): Of those accepted; absent where none is one
    """

    received: int
    accepted: int
    duplicates: int
    refused: int
    verdicts: BatchTotalsVerdicts
    samples: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        received = self.received

        accepted = self.accepted

        duplicates = self.duplicates

        refused = self.refused

        verdicts = self.verdicts.to_dict()

        samples = self.samples

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "received": received,
                "accepted": accepted,
                "duplicates": duplicates,
                "refused": refused,
                "verdicts": verdicts,
            }
        )
        if samples is not UNSET:
            field_dict["samples"] = samples

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_totals_verdicts import BatchTotalsVerdicts  # noqa: PLC0415

        d = dict(src_dict)
        received = d.pop("received")

        accepted = d.pop("accepted")

        duplicates = d.pop("duplicates")

        refused = d.pop("refused")

        verdicts = BatchTotalsVerdicts.from_dict(d.pop("verdicts"))

        samples = d.pop("samples", UNSET)

        batch_totals = cls(
            received=received,
            accepted=accepted,
            duplicates=duplicates,
            refused=refused,
            verdicts=verdicts,
            samples=samples,
        )

        return batch_totals
