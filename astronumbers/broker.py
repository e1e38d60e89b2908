"""Redis as the scaled form needs it: it must refuse what it cannot keep, rather than forget what it accepted."""

from __future__ import annotations

from typing import NamedTuple

import redis
from django.conf import settings

PATIENCE = 2  # seconds for an answer


class Fault(NamedTuple):
    """`grave`: a deployment should not go on like this (`manage.py prepare` refuses); otherwise it mends itself."""

    words: str
    grave: bool


def faults() -> list[Fault]:
    """What is wrong with the Redis of REDIS_URL; empty when all is well or there is none.

    No fault here loses an answer: the database is the queue, and the sweeper tells of every job again. It makes
    children wait. So a site that is started with one says it and starts: in the middle of a lesson that is better.
    """
    if not settings.REDIS_URL:
        return []
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, decode_responses=True
    ) as client:
        try:
            client.ping()
        except redis.RedisError as error:
            why = type(error).__name__
            return [
                Fault(f"Redis does not answer ({why}): what children write is kept, and waits to be read.", False)
            ]
        try:
            found = {**client.config_get("maxmemory-policy"), **client.config_get("appendonly")}
        except redis.RedisError:
            return [Fault("Redis does not say how it is set up: see that its maxmemory-policy is noeviction.", False)]
    said = []
    if (policy := found.get("maxmemory-policy", "unknown")) != "noeviction":
        words = f"Redis' maxmemory-policy is {policy}: short of memory it forgets what it took. Set it to noeviction."
        said.append(Fault(words, True))
    if found.get("appendonly") == "no":
        words = "Redis forgets all when it restarts (appendonly is no): answers then wait a little. Set it to yes."
        said.append(Fault(words, False))
    return said
