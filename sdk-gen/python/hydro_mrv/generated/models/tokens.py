from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Tokens")


@_attrs_define
class Tokens:
    """
    Attributes:
        access_token (str): Send it as `Authorization: Bearer`; for `organisation` only
        token_type (str): One of `Bearer`
        expires_in_s (int):
        refresh_token (str): Good once, for the next pair. One that comes again ends the session
        refresh_expires_at (str):
        user_id (str):
        organisation (str): Which the access token is for
        roles (list[str]):
        second_factor (bool): The session has shown a second factor
    """

    access_token: str
    token_type: str
    expires_in_s: int
    refresh_token: str
    refresh_expires_at: str
    user_id: str
    organisation: str
    roles: list[str]
    second_factor: bool

    def to_dict(self) -> dict[str, Any]:
        access_token = self.access_token

        token_type = self.token_type

        expires_in_s = self.expires_in_s

        refresh_token = self.refresh_token

        refresh_expires_at = self.refresh_expires_at

        user_id = self.user_id

        organisation = self.organisation

        roles = self.roles

        second_factor = self.second_factor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "access_token": access_token,
                "token_type": token_type,
                "expires_in_s": expires_in_s,
                "refresh_token": refresh_token,
                "refresh_expires_at": refresh_expires_at,
                "user_id": user_id,
                "organisation": organisation,
                "roles": roles,
                "second_factor": second_factor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        access_token = d.pop("access_token")

        token_type = d.pop("token_type")

        expires_in_s = d.pop("expires_in_s")

        refresh_token = d.pop("refresh_token")

        refresh_expires_at = d.pop("refresh_expires_at")

        user_id = d.pop("user_id")

        organisation = d.pop("organisation")

        roles = cast(list[str], d.pop("roles"))

        second_factor = d.pop("second_factor")

        tokens = cls(
            access_token=access_token,
            token_type=token_type,
            expires_in_s=expires_in_s,
            refresh_token=refresh_token,
            refresh_expires_at=refresh_expires_at,
            user_id=user_id,
            organisation=organisation,
            roles=roles,
            second_factor=second_factor,
        )

        return tokens
