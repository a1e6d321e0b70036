from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.caller_user import CallerUser


T = TypeVar("T", bound="Caller")


@_attrs_define
class Caller:
    """
    Attributes:
        organisation (str):
        roles (list[str]):
        method (str): One of `key`, `session`, `oidc`
        second_factor (bool):
        key_id (None | str):
        user (CallerUser | None): Null for a key. Of an issuer's token only a pseudonym is known
    """

    organisation: str
    roles: list[str]
    method: str
    second_factor: bool
    key_id: None | str
    user: CallerUser | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.caller_user import CallerUser  # noqa: PLC0415

        organisation = self.organisation

        roles = self.roles

        method = self.method

        second_factor = self.second_factor

        key_id: None | str
        key_id = self.key_id

        user: dict[str, Any] | None
        if isinstance(self.user, CallerUser):
            user = self.user.to_dict()
        else:
            user = self.user

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation": organisation,
                "roles": roles,
                "method": method,
                "second_factor": second_factor,
                "key_id": key_id,
                "user": user,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.caller_user import CallerUser  # noqa: PLC0415

        d = dict(src_dict)
        organisation = d.pop("organisation")

        roles = cast(list[str], d.pop("roles"))

        method = d.pop("method")

        second_factor = d.pop("second_factor")

        def _parse_key_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key_id = _parse_key_id(d.pop("key_id"))

        def _parse_user(data: object) -> CallerUser | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_type_0 = CallerUser.from_dict(data)

                return user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallerUser | None, data)

        user = _parse_user(d.pop("user"))

        caller = cls(
            organisation=organisation,
            roles=roles,
            method=method,
            second_factor=second_factor,
            key_id=key_id,
            user=user,
        )

        return caller
