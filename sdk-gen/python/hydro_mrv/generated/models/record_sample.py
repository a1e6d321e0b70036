from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="RecordSample")


@_attrs_define
class RecordSample:
    """
    Attributes:
        index (int): Place in the tree
        sample (str): Its canonical bytes, as they are hashed: UTF-8 of this text
        sha256 (str):
        path (list[str]): Inclusion path to the root (RFC 9162, 2.1.3.2), from the leaf's sibling up
        evidence (str | Unset): Of a signed sample: what its device signed, as `signature.sha256` names it
    """

    index: int
    sample: str
    sha256: str
    path: list[str]
    evidence: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        sample = self.sample

        sha256 = self.sha256

        path = self.path

        evidence = self.evidence

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "index": index,
                "sample": sample,
                "sha256": sha256,
                "path": path,
            }
        )
        if evidence is not UNSET:
            field_dict["evidence"] = evidence

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        index = d.pop("index")

        sample = d.pop("sample")

        sha256 = d.pop("sha256")

        path = cast(list[str], d.pop("path"))

        evidence = d.pop("evidence", UNSET)

        record_sample = cls(
            index=index,
            sample=sample,
            sha256=sha256,
            path=path,
            evidence=evidence,
        )

        return record_sample
