from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.problem_error import ProblemError


T = TypeVar("T", bound="BatchItemProblem")


@_attrs_define
class BatchItemProblem:
    """
    Attributes:
        type_ (str): URI of the problem type, ending in /problems/{code}; codes: malformed-json, invalid-request, body-
            too-large, unsupported-media-type, not-acceptable, unauthenticated, totp-required, too-many-attempts, forbidden,
            session-required, second-factor-required, registration-closed, last-owner, not-found, method-not-allowed,
            already-exists, reading-conflict, interval-overlap, timestamp-out-of-range, signature-required, signature-
            invalid, signature-replayed, sequence-conflict, precondition-required, precondition-failed, idempotency-key-
            reused, idempotency-key-in-flight, answer-lost, quota-exceeded, too-much-in-work, request-timeout, deadline-
            exceeded, not-anchored-yet, not-reviewable, not-accredited, duties-conflict, issuance-state, rule-violated,
            overloaded, clock-behind, storage-unavailable, internal
        title (str):
        status (int):
        detail (str): What is wrong with this request and what to do
        instance (str | Unset): `urn:request:` and the request's id, as in X-Request-Id
        errors (list[ProblemError] | Unset):
    """

    type_: str
    title: str
    status: int
    detail: str
    instance: str | Unset = UNSET
    errors: list[ProblemError] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        title = self.title

        status = self.status

        detail = self.detail

        instance = self.instance

        errors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.errors, Unset):
            errors = []
            for errors_item_data in self.errors:
                errors_item = errors_item_data.to_dict()
                errors.append(errors_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
                "detail": detail,
            }
        )
        if instance is not UNSET:
            field_dict["instance"] = instance
        if errors is not UNSET:
            field_dict["errors"] = errors

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.problem_error import ProblemError  # noqa: PLC0415

        d = dict(src_dict)
        type_ = d.pop("type")

        title = d.pop("title")

        status = d.pop("status")

        detail = d.pop("detail")

        instance = d.pop("instance", UNSET)

        _errors = d.pop("errors", UNSET)
        errors: list[ProblemError] | Unset = UNSET
        if _errors is not UNSET:
            errors = []
            for errors_item_data in _errors:
                errors_item = ProblemError.from_dict(errors_item_data)

                errors.append(errors_item)

        batch_item_problem = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            instance=instance,
            errors=errors,
        )

        batch_item_problem.additional_properties = d
        return batch_item_problem

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
