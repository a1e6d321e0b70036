from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProblemKind")


@_attrs_define
class ProblemKind:
    """
    Attributes:
        type_ (str):
        code (str): One of `malformed-json`, `invalid-request`, `body-too-large`, `unsupported-media-type`, `not-
            acceptable`, `unauthenticated`, `totp-required`, `too-many-attempts`, `forbidden`, `session-required`, `second-
            factor-required`, `registration-closed`, `last-owner`, `not-found`, `method-not-allowed`, `already-exists`,
            `reading-conflict`, `interval-overlap`, `timestamp-out-of-range`, `signature-required`, `signature-invalid`,
            `signature-replayed`, `sequence-conflict`, `precondition-required`, `precondition-failed`, `idempotency-key-
            reused`, `idempotency-key-in-flight`, `answer-lost`, `quota-exceeded`, `too-much-in-work`, `request-timeout`,
            `deadline-exceeded`, `not-anchored-yet`, `not-reviewable`, `not-accredited`, `duties-conflict`, `issuance-
            state`, `rule-violated`, `overloaded`, `clock-behind`, `storage-unavailable`, `internal`
        status (int):
        title (str):
        meaning (str):
        remedy (str):
    """

    type_: str
    code: str
    status: int
    title: str
    meaning: str
    remedy: str

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        code = self.code

        status = self.status

        title = self.title

        meaning = self.meaning

        remedy = self.remedy

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "code": code,
                "status": status,
                "title": title,
                "meaning": meaning,
                "remedy": remedy,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        code = d.pop("code")

        status = d.pop("status")

        title = d.pop("title")

        meaning = d.pop("meaning")

        remedy = d.pop("remedy")

        problem_kind = cls(
            type_=type_,
            code=code,
            status=status,
            title=title,
            meaning=meaning,
            remedy=remedy,
        )

        return problem_kind
