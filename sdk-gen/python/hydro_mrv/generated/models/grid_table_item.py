from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="GridTableItem")


@_attrs_define
class GridTableItem:
    """
    Attributes:
        id (str):
        title (str):
        publisher (str):
        source (str):
        version (str):
        published (str):
        geography (str):
        scope (str):
        unit (str): One of `tCO2/MWh`
        time_zone (str):
        year_begins (str):
        years (list[str]):
        hash_ (str): SHA-256 of the table's canonical bytes; statements name it
        shipped (bool): True: one of the gateway's own
        created_at (None | str): When it was uploaded; null for the gateway's own
        valid_from (str | Unset): Of an uploaded table: first local day of generation it may serve for
        valid_until (str | Unset): Of an uploaded table: first local day it may no longer serve for
    """

    id: str
    title: str
    publisher: str
    source: str
    version: str
    published: str
    geography: str
    scope: str
    unit: str
    time_zone: str
    year_begins: str
    years: list[str]
    hash_: str
    shipped: bool
    created_at: None | str
    valid_from: str | Unset = UNSET
    valid_until: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        title = self.title

        publisher = self.publisher

        source = self.source

        version = self.version

        published = self.published

        geography = self.geography

        scope = self.scope

        unit = self.unit

        time_zone = self.time_zone

        year_begins = self.year_begins

        years = self.years

        hash_ = self.hash_

        shipped = self.shipped

        created_at: None | str
        created_at = self.created_at

        valid_from = self.valid_from

        valid_until = self.valid_until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "title": title,
                "publisher": publisher,
                "source": source,
                "version": version,
                "published": published,
                "geography": geography,
                "scope": scope,
                "unit": unit,
                "time_zone": time_zone,
                "year_begins": year_begins,
                "years": years,
                "hash": hash_,
                "shipped": shipped,
                "created_at": created_at,
            }
        )
        if valid_from is not UNSET:
            field_dict["valid_from"] = valid_from
        if valid_until is not UNSET:
            field_dict["valid_until"] = valid_until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        title = d.pop("title")

        publisher = d.pop("publisher")

        source = d.pop("source")

        version = d.pop("version")

        published = d.pop("published")

        geography = d.pop("geography")

        scope = d.pop("scope")

        unit = d.pop("unit")

        time_zone = d.pop("time_zone")

        year_begins = d.pop("year_begins")

        years = cast(list[str], d.pop("years"))

        hash_ = d.pop("hash")

        shipped = d.pop("shipped")

        def _parse_created_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        created_at = _parse_created_at(d.pop("created_at"))

        valid_from = d.pop("valid_from", UNSET)

        valid_until = d.pop("valid_until", UNSET)

        grid_table_item = cls(
            id=id,
            title=title,
            publisher=publisher,
            source=source,
            version=version,
            published=published,
            geography=geography,
            scope=scope,
            unit=unit,
            time_zone=time_zone,
            year_begins=year_begins,
            years=years,
            hash_=hash_,
            shipped=shipped,
            created_at=created_at,
            valid_from=valid_from,
            valid_until=valid_until,
        )

        return grid_table_item
