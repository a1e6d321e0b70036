"""What a call can end with beside its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .generated.models.sample import Sample


class GatewayError(Exception):
    """The gateway refused the call, or failed.

    Each type of the catalogue of problems has a class of its own in ``hydro_mrv.problems``; a type that this version
    does not know is a plain ``GatewayError``.

    Attributes:
        code: The end of the problem's ``type``, such as ``reading-conflict``.
        status: HTTP status.
        problem: The whole problem document (RFC 9457); ``errors`` in it names each wrong place.
        retry_after_s: Seconds after which the same call may pass, where the gateway says so.
    """

    def __init__(self, problem: Mapping[str, Any], retry_after_s: float | None = None) -> None:
        super().__init__(": ".join(str(problem[name]) for name in ("title", "detail") if problem.get(name)))
        self.problem = dict(problem)
        self.code = str(problem.get("type", "")).rsplit("/", 1)[-1]
        self.status = int(problem.get("status", 0))
        self.retry_after_s = retry_after_s


class SampleKept(Exception):  # noqa: N818 - it is no error
    """No failure: the reading is kept, durably, but as a sample.

    Its plant declares an ``accounting`` interval, so that it has no record and verdict of its own. Send readings of such a
    plant with ``send_all``, which says of each what it became.

    Attributes:
        sample: What was kept, and the record that was made of its slot where there is one already.
    """

    def __init__(self, sample: Sample) -> None:
        super().__init__("The reading is kept as a sample of its plant's accounting interval: it has no record of its own.")
        self.sample = sample


class NoAnswerError(Exception):
    """No answer of the gateway's came in any of the tries, or that of somebody else, as of a Wi-Fi to sign in to.

    Whether the call took effect is not known.

    Attributes:
        tries: How often it was tried.
    """

    def __init__(self, tries: int, cause: BaseException) -> None:
        super().__init__(f"No answer in {tries} {'try' if tries == 1 else 'tries'}: {cause!r}")
        self.tries = tries


class WebhookError(Exception):
    """A webhook's message is not the gateway's, or too old."""
