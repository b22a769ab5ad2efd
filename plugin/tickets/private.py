"""Which addresses a call may go to: those of the open Internet, and those the admin has named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

Address: TypeAlias = "IPv4Address | IPv6Address"

# RFC 6052, section 2.1: an IPv4 address in its last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Private:
    """What may be called though it is not in the open Internet: networks, and hosts by name.

    A host that is named may lead to any address but a link-local one, where metadata of machines
    in a cloud are: such a network is named itself or stays closed.
    """

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    def admits(self, host: str, address: str) -> bool:
        """Whether a call to the host may go to this IP address of it."""
        meant = meant_by(ip_address(address))
        if is_open(meant) or any(meant in network for network in self.networks):
            return True
        closed = meant.is_link_local or meant.is_multicast or meant.is_unspecified
        return host.lower().rstrip(".") in self.hosts and not closed


def private_of(words: Iterable[str]) -> Private:
    """What the words name: networks as `10.1.0.0/16`, addresses, hosts. ValueError for others."""
    networks, hosts = [], set[str]()
    for word in words:
        try:
            networks.append(ip_network(word))
        except ValueError:
            hosts.add(_host(word))
    return Private(tuple(networks), frozenset(hosts))


def meant_by(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for; the address itself where it is none such."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def is_open(address: Address) -> bool:
    """Whether the address is one of the open Internet, which one host alone answers at."""
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or site_local)


def _host(word: str) -> str:
    """The host's name, in lower case. ValueError when it can be none."""
    name = word.lower().rstrip(".")
    parts = name.split(".")
    if not all(part and part.replace("-", "").isalnum() and part.isascii() for part in parts):
        raise ValueError(f"{word!r} is no network, no address and no host")
    return name
