from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BatchTotalsVerdicts")


@_attrs_define
class BatchTotalsVerdicts:
    """Of those accepted

    Attributes:
        approved (int):
        flagged (int):
        rejected (int):
    """

    approved: int
    flagged: int
    rejected: int

    def to_dict(self) -> dict[str, Any]:
        approved = self.approved

        flagged = self.flagged

        rejected = self.rejected

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "APPROVED": approved,
                "FLAGGED": flagged,
                "REJECTED": rejected,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        approved = d.pop("APPROVED")

        flagged = d.pop("FLAGGED")

        rejected = d.pop("REJECTED")

        batch_totals_verdicts = cls(
            approved=approved,
            flagged=flagged,
            rejected=rejected,
        )

        return batch_totals_verdicts
