"""What one request and one reading cost in processor time, without network and without waiting.

`python -m bench.costs TIMES`, with DATA_DIR in the environment: prints {what: seconds}. Processor time hardly depends
on what else the machine does; time on the clock does.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Callable


def main(times: int) -> dict[str, float]:
    """A class writes `times` answers, looks for them, has them read; its dashboard asks what changed."""
    from load import school

    room = school.main(1, 30, 20)
    from django.conf import settings
    from django.test import Client

    from astronumbers import staticfiles
    from classroom import readings, tasks
    from classroom.models import ReadingJob

    settings.ALLOWED_HOSTS = ["*"]
    staticfiles.gather()
    tasks._send = lambda *_: None  # nobody else reads them
    [made] = room["classes"]
    client = Client(enforce_csrf_checks=True)
    work = [(child, child["answers"][n]) for n in range(20) for child in made["children"]][: times + 1]

    def save(n: int) -> None:
        child, answer = work[n]
        body = {"client_id": str(uuid.uuid4()), "seq": 1, "ink": room["inks"][answer["key"]][0]["wire"]}
        headers = {"Cookie": child["cookie"], "X-CSRFToken": school.CSRF, "X-Student": child["student"]}
        path = f"/api/v1/answers/{answer['uuid']}/ink/"
        assert client.post(path, json.dumps(body), "application/json", headers=headers).status_code == 201

    def get(path: str, cookie: str) -> None:
        assert client.get(path, headers={"Cookie": cookie}).status_code == 200

    save(times)  # what is loaded once is no part of it
    found = {"save": _cost(save, times)}
    jobs = list(ReadingJob.objects.order_by("pk").values_list("pk", flat=True))
    readings.read_and_mark(jobs[:1])
    found["read"] = _cost(lambda n: readings.read_and_mark([jobs[1 + n]]), times - 1)
    found["look"] = _cost(lambda n: get(f"/api/v1/attempts/{work[n][0]['attempt']}/", work[n][0]["cookie"]), times)
    cells = f"/assignments/{made['assignment']}/cells/?since=0"
    found["cells"] = _cost(lambda _: get(cells, made["teacher"]), max(5, times // 4))
    return found


def _cost(work: Callable[[int], object], times: int) -> float:
    begun = time.process_time()
    for n in range(times):
        work(n)
    return (time.process_time() - begun) / times


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    print(json.dumps(main(int(sys.argv[1]))))
