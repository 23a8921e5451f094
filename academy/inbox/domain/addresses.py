"""Which addresses we may write to on behalf of a person: what they name must not lead into our own network."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# What an IPv6 address may carry an IPv4 address in, beside what the standard library knows.
TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, as text) is reachable by everybody. Raises ValueError for no address."""
    found = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (found, *_carried(found)))


def is_loopback(address: str) -> bool:
    """Whether `address` is this machine itself."""
    return ip_address(address.partition("%")[0]).is_loopback


def _carried(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses inside an IPv6 address."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in TRANSLATED:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
