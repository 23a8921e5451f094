"""Which part of a file somebody asked for (RFC 9110, section 14)."""

import re

ONE_RANGE = re.compile(r"bytes\s*=\s*(\d*)\s*-\s*(\d*)", re.ASCII | re.IGNORECASE)


class UnsatisfiableError(ValueError):
    """The file has no such part."""


def asked_part(header: str, size: int) -> range | None:
    """The positions that a Range header asks for in a file of `size` bytes; None where it means the whole file.

    A header that can not be read and one that asks for several parts may be ignored, and are. Raises
    UnsatisfiableError for a part that begins behind the end or holds nothing.
    """
    asked = ONE_RANGE.fullmatch(header.strip())
    if asked is None or asked[1] == asked[2] == "":
        return None
    if asked[1] == "":  # "bytes=-500": the last 500
        part = range(max(size - int(asked[2]), 0), size)
    else:
        end = int(asked[2]) + 1 if asked[2] else size
        if asked[2] and end <= int(asked[1]):  # "bytes=9-3" is no range at all
            return None
        part = range(int(asked[1]), min(end, size))
    if not part:
        raise UnsatisfiableError(header)
    return part
