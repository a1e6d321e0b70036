from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.bundle_links import BundleLinks


T = TypeVar("T", bound="Bundle")


@_attrs_define
class Bundle:
    """
    Attributes:
        bundle_no (int):
        statement_no (int):
        first_seq (int):
        last_seq (int):
        size (str): Bytes of the archive
        sha256 (str): Of the archive; the record below holds the same
        record_id (str):
        created_at (str):
        links (BundleLinks):
    """

    bundle_no: int
    statement_no: int
    first_seq: int
    last_seq: int
    size: str
    sha256: str
    record_id: str
    created_at: str
    links: BundleLinks

    def to_dict(self) -> dict[str, Any]:
        bundle_no = self.bundle_no

        statement_no = self.statement_no

        first_seq = self.first_seq

        last_seq = self.last_seq

        size = self.size

        sha256 = self.sha256

        record_id = self.record_id

        created_at = self.created_at

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bundle_no": bundle_no,
                "statement_no": statement_no,
                "first_seq": first_seq,
                "last_seq": last_seq,
                "size": size,
                "sha256": sha256,
                "record_id": record_id,
                "created_at": created_at,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bundle_links import BundleLinks  # noqa: PLC0415

        d = dict(src_dict)
        bundle_no = d.pop("bundle_no")

        statement_no = d.pop("statement_no")

        first_seq = d.pop("first_seq")

        last_seq = d.pop("last_seq")

        size = d.pop("size")

        sha256 = d.pop("sha256")

        record_id = d.pop("record_id")

        created_at = d.pop("created_at")

        links = BundleLinks.from_dict(d.pop("links"))

        bundle = cls(
            bundle_no=bundle_no,
            statement_no=statement_no,
            first_seq=first_seq,
            last_seq=last_seq,
            size=size,
            sha256=sha256,
            record_id=record_id,
            created_at=created_at,
            links=links,
        )

        return bundle
