"""Webhooks by the Standard Webhooks specification: whether a message is from the gateway."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import WebhookError


def verify_webhook(
    headers: Mapping[str, str],
    body: str | bytes,
    secret: str | Sequence[str],
    *,
    tolerance_s: float = 300.0,
    now_s: float | None = None,
) -> dict[str, Any]:
    """The event in a message, after its signature was checked: ``type``, ``timestamp`` and ``data``.

    Events may come twice: ``webhook-id`` tells.

    Args:
        headers: Of the request; their names in any case.
        body: Exactly as it came, not parsed and written again.
        secret: ``whsec_...``, as it was shown when the webhook was made; several while it is changed.
        tolerance_s: How far the message's time may be from now, s.
        now_s: Seconds since 1970; the clock's when left out.

    Raises:
        WebhookError: When the message is not the gateway's, or too old.
    """
    given = {name.lower(): value for name, value in headers.items()}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        if not given.get(name):
            raise WebhookError(f"the header {name} is missing")
    timestamp = given["webhook-timestamp"]
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise WebhookError("webhook-timestamp is not a number of seconds")
    if abs((time.time() if now_s is None else now_s) - int(timestamp)) > tolerance_s:
        raise WebhookError(f"the message is more than {tolerance_s} s from now")
    data = body.encode("utf-8") if isinstance(body, str) else body
    signed = f"{given['webhook-id']}.{timestamp}.".encode() + data
    signatures = [one[3:] for one in given["webhook-signature"].split(" ") if one.startswith("v1,")]
    for text in [secret] if isinstance(secret, str) else secret:
        expected = base64.b64encode(hmac.new(_key_of(text), signed, hashlib.sha256).digest()).decode("ascii")
        # All of them are compared, each in constant time.
        if any([hmac.compare_digest(expected.encode(), one.encode()) for one in signatures]):
            event: dict[str, Any] = json.loads(data)
            return event
    raise WebhookError("no signature of the message is by this secret")


def _key_of(text: str) -> bytes:
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True) if text.startswith("whsec_") else b""
    except binascii.Error:
        key = b""
    if not key:
        raise WebhookError("the secret is not in its form, whsec_...")
    return key
