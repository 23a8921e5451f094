"""The key by which push services know us. Whoever subscribed did so to this key: a new one reaches nobody."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from academy import keyfiles

FILE = "vapid_private_key"


def key() -> Vapid02:
    """From the environment (VAPID_PRIVATE_KEY: 32 bytes in base64url, or DER), or else kept in VAR_DIR, made once."""
    return _read(settings.VAPID_PRIVATE_KEY or kept(Path(settings.VAR_DIR)))


def public_key() -> str:
    """What a browser needs in order to subscribe: an uncompressed point in base64url."""
    point = key().public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return b64urlencode(point)


@cache
def _read(text: str) -> Vapid02:
    return Vapid02.from_string(text)


def kept(place: Path) -> str:
    return keyfiles.kept(place / FILE, _make)


def _make() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return b64urlencode(number.to_bytes(32, "big"))
