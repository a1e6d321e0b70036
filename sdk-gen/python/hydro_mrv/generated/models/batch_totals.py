from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

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
    """

    received: int
    accepted: int
    duplicates: int
    refused: int
    verdicts: BatchTotalsVerdicts

    def to_dict(self) -> dict[str, Any]:
        received = self.received

        accepted = self.accepted

        duplicates = self.duplicates

        refused = self.refused

        verdicts = self.verdicts.to_dict()

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

        batch_totals = cls(
            received=received,
            accepted=accepted,
            duplicates=duplicates,
            refused=refused,
            verdicts=verdicts,
        )

        return batch_totals
