from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PeriodStatementRecords")


@_attrs_define
class PeriodStatementRecords:
    """
    Attributes:
        of (str): Which readings are in the set
        head_seq (int): The chain's head at closing: nothing accepted later was looked at
        head_commitment (str):
        log_size (str): Leaves in the log at closing
        assessment_sha256 (str): SHA-256 of what the assessment remembered of the plant's devices at closing
        count (int):
        sha256 (str): SHA-256 over the commitments of the set in sorted order, 32 bytes each
    """

    of: str
    head_seq: int
    head_commitment: str
    log_size: str
    assessment_sha256: str
    count: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        of = self.of

        head_seq = self.head_seq

        head_commitment = self.head_commitment

        log_size = self.log_size

        assessment_sha256 = self.assessment_sha256

        count = self.count

        sha256 = self.sha256

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "of": of,
                "head_seq": head_seq,
                "head_commitment": head_commitment,
                "log_size": log_size,
                "assessment_sha256": assessment_sha256,
                "count": count,
                "sha256": sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        of = d.pop("of")

        head_seq = d.pop("head_seq")

        head_commitment = d.pop("head_commitment")

        log_size = d.pop("log_size")

        assessment_sha256 = d.pop("assessment_sha256")

        count = d.pop("count")

        sha256 = d.pop("sha256")

        period_statement_records = cls(
            of=of,
            head_seq=head_seq,
            head_commitment=head_commitment,
            log_size=log_size,
            assessment_sha256=assessment_sha256,
            count=count,
            sha256=sha256,
        )

        return period_statement_records
