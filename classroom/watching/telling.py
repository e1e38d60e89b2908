"""Telling a machine of the school's own network of alarms: off unless ALARM_WEBHOOK names one.

What is told are codes and sentences about the site, never about a person. Addresses outside of private networks are
refused, also when a name turns out to be one: nothing here speaks to the internet.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import logging
import socket
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)
PATIENCE = 3  # seconds


class NotOnThisNetwork(ValueError):
    """The address is not one of a private network."""


def tell(alarms: list[dict[str, str]], *, over: list[str]) -> bool:
    """Post what is wrong now and what is over; whether it was taken. Never raises: the log has it too."""
    if not settings.ALARM_WEBHOOK:
        return False
    try:
        return _post(settings.ALARM_WEBHOOK, json.dumps({"version": 1, "alarms": alarms, "over": over}))
    except (OSError, http.client.HTTPException, NotOnThisNetwork) as error:
        log.warning("the alarm could not be told: %s", type(error).__name__)
        return False


def private_address(url: str) -> str:
    """The IP address behind a URL, if all that its name means are private ones; else NotOnThisNetwork."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise NotOnThisNetwork("it must look like http://10.0.0.5:9000/alarms")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
    except socket.gaierror:
        raise NotOnThisNetwork("its name is not known here") from None
    addresses = [str(one[4][0]) for one in found]
    if not all(_is_private(one) for one in addresses):
        raise NotOnThisNetwork("it is not on a private network")
    return addresses[0]


def _is_private(address: str) -> bool:
    one = ipaddress.ip_address(address.partition("%")[0])
    return (one.is_private or one.is_loopback) and not one.is_unspecified and not one.is_link_local


def _post(url: str, body: str) -> bool:
    parts = urlsplit(url)
    # To the address that was looked at: a name may mean another one a moment later. Redirects are not followed.
    connection = http.client.HTTPConnection(private_address(url), parts.port or 80, timeout=PATIENCE)
    try:
        headers = {"Content-Type": "application/json", "Host": parts.netloc.rpartition("@")[2]}
        connection.request("POST", parts.path or "/", body, headers)
        return connection.getresponse().status < 300
    finally:
        connection.close()
