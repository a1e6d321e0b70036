from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.programme_notes_list import ProgrammeNotesList
    from ..models.programme_notes_note import ProgrammeNotesNote


T = TypeVar("T", bound="ProgrammeNotes")


@_attrs_define
class ProgrammeNotes:
    """What is known of programmes for the plant's country and size: nothing here is accepted by any of them

    Attributes:
        list_ (ProgrammeNotesList):
        notes (list[ProgrammeNotesNote]):
    """

    list_: ProgrammeNotesList
    notes: list[ProgrammeNotesNote]

    def to_dict(self) -> dict[str, Any]:
        list_ = self.list_.to_dict()

        notes = []
        for notes_item_data in self.notes:
            notes_item = notes_item_data.to_dict()
            notes.append(notes_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "list": list_,
                "notes": notes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.programme_notes_list import ProgrammeNotesList  # noqa: PLC0415
        from ..models.programme_notes_note import ProgrammeNotesNote  # noqa: PLC0415

        d = dict(src_dict)
        list_ = ProgrammeNotesList.from_dict(d.pop("list"))

        notes = []
        _notes = d.pop("notes")
        for notes_item_data in _notes:
            notes_item = ProgrammeNotesNote.from_dict(notes_item_data)

            notes.append(notes_item)

        programme_notes = cls(
            list_=list_,
            notes=notes,
        )

        return programme_notes
