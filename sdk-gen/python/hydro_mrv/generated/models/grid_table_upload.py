from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.grid_table_upload_year import GridTableUploadYear


T = TypeVar("T", bound="GridTableUpload")


@_attrs_define
class GridTableUpload:
    """
    Attributes:
        id (str):
        title (str):
        publisher (str):
        source (str): Where the figures stand, so that a verifier finds them
        version (str):
        published (str): When its source was published
        geography (str):
        scope (str):
        unit (str): One of `tCO2/MWh`
        time_zone (str): IANA zone whose local midnights bound monitoring periods
        year_begins (str):
        years (list[GridTableUploadYear]):
        valid_from (str): First local day of generation it may serve for
        valid_until (str): First local day it may no longer serve for
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
    years: list[GridTableUploadYear]
    valid_from: str
    valid_until: str

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

        years = []
        for years_item_data in self.years:
            years_item = years_item_data.to_dict()
            years.append(years_item)

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
                "valid_from": valid_from,
                "valid_until": valid_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.grid_table_upload_year import GridTableUploadYear  # noqa: PLC0415

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

        years = []
        _years = d.pop("years")
        for years_item_data in _years:
            years_item = GridTableUploadYear.from_dict(years_item_data)

            years.append(years_item)

        valid_from = d.pop("valid_from")

        valid_until = d.pop("valid_until")

        grid_table_upload = cls(
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
            valid_from=valid_from,
            valid_until=valid_until,
        )

        return grid_table_upload
