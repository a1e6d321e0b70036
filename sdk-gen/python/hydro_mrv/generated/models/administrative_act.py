from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.administrative_act_detail import AdministrativeActDetail


T = TypeVar("T", bound="AdministrativeAct")


@_attrs_define
class AdministrativeAct:
    """
    Attributes:
        act_no (int): Grows with time; numbers of other organisations lie between
        at (str):
        actor (None | str): Id of the key or user; `registration`: the organisation itself as it registered; null: the
            operator's console on the gateway's machine
        act (str): What was done, such as `key.created`
        object_ (str): What it was done to
        detail (AdministrativeActDetail):
        record_id (None | str): The record of the organisation's chain that holds it; null for the moment until it is
            sealed
    """

    act_no: int
    at: str
    actor: None | str
    act: str
    object_: str
    detail: AdministrativeActDetail
    record_id: None | str

    def to_dict(self) -> dict[str, Any]:
        act_no = self.act_no

        at = self.at

        actor: None | str
        actor = self.actor

        act = self.act

        object_ = self.object_

        detail = self.detail.to_dict()

        record_id: None | str
        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "act_no": act_no,
                "at": at,
                "actor": actor,
                "act": act,
                "object": object_,
                "detail": detail,
                "record_id": record_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.administrative_act_detail import AdministrativeActDetail  # noqa: PLC0415

        d = dict(src_dict)
        act_no = d.pop("act_no")

        at = d.pop("at")

        def _parse_actor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        actor = _parse_actor(d.pop("actor"))

        act = d.pop("act")

        object_ = d.pop("object")

        detail = AdministrativeActDetail.from_dict(d.pop("detail"))

        def _parse_record_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        record_id = _parse_record_id(d.pop("record_id"))

        administrative_act = cls(
            act_no=act_no,
            at=at,
            actor=actor,
            act=act,
            object_=object_,
            detail=detail,
            record_id=record_id,
        )

        return administrative_act
