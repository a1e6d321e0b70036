"""The canonical form of JSON (RFC 8785)."""

from __future__ import annotations

import json
import math
from typing import Any


def parse(text: str) -> Any:
    """JSON as ECMAScript reads it. Raises ``ValueError`` for other text, NaN and Infinity among it."""

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    # Every number is a double there: an integer beyond 2^53 loses digits, and so changes its canonical form.
    return json.loads(text, parse_constant=refuse, parse_int=float)


def canonical_text(value: Any) -> str:
    """Members sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(float(value))
    if isinstance(value, str):
        value.encode("utf-8")  # A lone surrogate has no canonical form: UnicodeEncodeError is a ValueError.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical_text(item) for item in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical_text(name)}:{canonical_text(value[name])}" for name in names) + "}"
    raise ValueError(f"{type(value).__name__} has no canonical form")


def number_text(value: float) -> str:
    """ECMAScript's Number::toString: the shortest digits that read back as the same double."""
    if math.isnan(value) or math.isinf(value):
        raise ValueError("a number beyond the range has no canonical form")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # `point` is where the decimal point stands, counted from the first digit that is not 0.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    head = digits[0] + ("." + digits[1:] if count > 1 else "")
    return f"{sign}{head}e{'+' if power >= 0 else '-'}{abs(power)}"
