"""The key that badges are signed with. What it has signed is checked by its public half, which anybody may read."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from academy.keyfiles import kept

FILE = "badge_private_key"
BITS = 2048
ALGORITHM = "RS256"  # the one that the standard asks every verifier to know


def key() -> rsa.RSAPrivateKey:
    """From the environment (BADGE_PRIVATE_KEY, PEM), or else kept in VAR_DIR, made once."""
    return _read(settings.BADGE_PRIVATE_KEY or kept(Path(settings.VAR_DIR) / FILE, _make))


def public_jwk() -> dict[str, Any]:
    """The public half as a JSON Web Key, with its thumbprint for a name."""
    jwk: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key()))
    bare = json.dumps({name: jwk[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
    return {
        **{name: jwk[name] for name in ("kty", "n", "e")},
        "kid": hashlib.sha256(bare.encode()).hexdigest()[:16],
        "alg": ALGORITHM,
        "use": "sig",
    }


@cache
def _read(text: str) -> rsa.RSAPrivateKey:
    read = serialization.load_pem_private_key(text.encode(), password=None)
    assert isinstance(read, rsa.RSAPrivateKey)
    return read


def _make() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode()
