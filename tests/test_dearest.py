"""No request costs much more than others, however it is put together."""

import random
from pathlib import Path

import pytest

from tests.dearest import ENDPOINTS, Grammar, application, indexed, search, words_of

REQUESTS = 60

MOST_SECONDS = 2.0
"""Of computing. The aim is 250 ms, as `python -m tests.dearest` measures it on a quiet machine; what this
holds is that no request runs on and on."""


@pytest.mark.slow
@pytest.mark.serial
def test_no_request_runs_on_and_on(tmp_path: Path) -> None:
    client = application(indexed(tmp_path, []))
    grammar = Grammar(random.Random(7), words_of(client))

    for endpoint in ENDPOINTS:
        known, statuses = search(client, endpoint, grammar, REQUESTS, rounds=3)
        text, seconds = next(iter(known.items()))
        assert seconds < MOST_SECONDS, (endpoint.name, text)
        assert max(statuses) < 500
