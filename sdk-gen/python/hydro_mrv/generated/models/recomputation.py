from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Recomputation")


@_attrs_define
class Recomputation:
    """
    Attributes:
        statement_no (int):
        equal (bool):
        stored_sha256 (str):
        sha256 (str):
    """

    statement_no: int
    equal: bool
    stored_sha256: str
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        statement_no = self.statement_no

        equal = self.equal

        stored_sha256 = self.stored_sha256

        sha256 = self.sha256

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "statement_no": statement_no,
                "equal": equal,
                "stored_sha256": stored_sha256,
                "sha256": sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        statement_no = d.pop("statement_no")

        equal = d.pop("equal")

        stored_sha256 = d.pop("stored_sha256")

        sha256 = d.pop("sha256")

        recomputation = cls(
            statement_no=statement_no,
            equal=equal,
            stored_sha256=stored_sha256,
            sha256=sha256,
        )

        return recomputation
