from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.caller_user_organisation import CallerUserOrganisation


T = TypeVar("T", bound="CallerUser")


@_attrs_define
class CallerUser:
    """
    Attributes:
        user_id (str):
        email (None | str):
        name (None | str):
        has_second_factor (bool):
        recovery_codes_left (int):
        organisations (list[CallerUserOrganisation]):
    """

    user_id: str
    email: None | str
    name: None | str
    has_second_factor: bool
    recovery_codes_left: int
    organisations: list[CallerUserOrganisation]

    def to_dict(self) -> dict[str, Any]:
        user_id = self.user_id

        email: None | str
        email = self.email

        name: None | str
        name = self.name

        has_second_factor = self.has_second_factor

        recovery_codes_left = self.recovery_codes_left

        organisations = []
        for organisations_item_data in self.organisations:
            organisations_item = organisations_item_data.to_dict()
            organisations.append(organisations_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "user_id": user_id,
                "email": email,
                "name": name,
                "has_second_factor": has_second_factor,
                "recovery_codes_left": recovery_codes_left,
                "organisations": organisations,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.caller_user_organisation import CallerUserOrganisation  # noqa: PLC0415

        d = dict(src_dict)
        user_id = d.pop("user_id")

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        has_second_factor = d.pop("has_second_factor")

        recovery_codes_left = d.pop("recovery_codes_left")

        organisations = []
        _organisations = d.pop("organisations")
        for organisations_item_data in _organisations:
            organisations_item = CallerUserOrganisation.from_dict(organisations_item_data)

            organisations.append(organisations_item)

        caller_user = cls(
            user_id=user_id,
            email=email,
            name=name,
            has_second_factor=has_second_factor,
            recovery_codes_left=recovery_codes_left,
            organisations=organisations,
        )

        return caller_user
