"""Where on the network this machine can be reached, found without the internet."""

from __future__ import annotations

import contextlib
import socket

# Choosing a route sends nothing, so these need not exist: the usual private networks, and one for documentation.
PLACES = ("192.168.0.1", "10.0.0.1", "172.16.0.1", "192.0.2.1")


class PortTaken(OSError):
    """Another program has the port."""


def lan_addresses() -> list[str]:
    """This machine's IPv4 addresses on its networks, the likeliest first; empty when there is no network."""
    found: list[str] = []
    for place in PLACES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
            try:
                route.connect((place, 9))
            except OSError:
                continue
            found.append(route.getsockname()[0])
    with contextlib.suppress(OSError):  # a machine need not know its own name
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    reachable = [address for address in found if not address.startswith(("127.", "0."))]
    return list(dict.fromkeys(reachable))


def bind(host: str, port: int) -> socket.socket:
    """A socket that owns the port but does not listen yet: nobody connects before the site is ready."""
    # asyncio sends small packets at once only where it knows that this is TCP: without, each reply in two parts waits
    # for the other side's delayed acknowledgement, a twenty-fifth of a second.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Two programs may bind one port while neither listens; only listening tells that it is taken.
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            if port and probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0:
                raise PortTaken(port)
    except PermissionError:
        listener.close()
        raise
    except OSError as error:
        listener.close()
        raise PortTaken(port) from error
    return listener
