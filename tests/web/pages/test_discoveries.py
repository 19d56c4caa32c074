"""What nobody asked for and everybody likes: a story, this day, any issue, a bookmark."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from index.library.snapshot import Snapshot
from web.view import story


def test_a_search_tells_first_most_and_latest_mention(client: FlaskClient) -> None:
    page = client.get("/?q=量化").text
    story = page.split('class="story"')[1].split("</dl>")[0]

    kinds = [part.split("</dt>")[0] for part in story.split("<dt>")[1:]]
    assert kinds[0] == "最早"
    assert kinds[-1] == "最近"
    assert "from=" in story


def test_the_story_names_the_oldest_and_the_newest_entry_that_says_the_word(client: FlaskClient) -> None:
    story = client.get("/?q=量化").text.split('class="story"')[1].split("</dl>")[0]
    mentions = re.findall(r'class="mention" href="(/entries/[^"]+)"', story)
    hits = client.get("/api/v1/search?q=量化&sort=oldest&limit=100").json["hits"]
    said = [hit for hit in hits if "量化" in hit["title"] + hit["summary"]]
    named = [client.get(path).text for path in map(unescape, mentions)]

    assert said[0]["title"] in named[0]
    assert said[-1]["title"] in named[1]
    assert len(named) == 2


def test_the_story_keeps_to_the_days_that_are_chosen(client: FlaskClient) -> None:
    story = client.get("/?q=量化&from=2024&to=2025").text.split('class="story"')[1].split("</dl>")[0]

    assert set(re.findall(r"from=(\d{4})-", story)) <= {"2024", "2025"}


def test_a_search_that_only_weak_matches_answer_has_no_first_mention(client: FlaskClient) -> None:
    page = client.get("/?q=量化+马拉松长跑记录").text

    assert 'class="entry' in page
    assert 'class="story"' not in page


def test_a_search_with_few_months_tells_no_story(client: FlaskClient) -> None:
    assert 'class="story"' not in client.get("/?q=zzqxwv").text
    assert 'class="story"' not in client.get("/").text


def test_the_home_page_remembers_this_day_of_other_years(
    client: FlaskClient, archive: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = archive.catalogue.issue_summaries()[-1]
    then = dt.date.fromisoformat(issue.date)
    monkeypatch.setattr(story, "today", lambda: then.replace(year=then.year + 30) + dt.timedelta(days=2))

    assert issue.date in client.get("/").text.split('class="this-day"')[1].split("</ul>")[0]


def test_any_issue_is_one_that_there_is_and_is_not_kept(client: FlaskClient) -> None:
    seen = {client.get("/random").headers["Location"] for _ in range(40)}

    assert len(seen) > 1
    assert client.get("/random").headers["Cache-Control"] == "no-store"
    assert all(client.get(path).status_code == 200 for path in seen)


def test_the_bookmark_opens_the_lookup_with_the_page_that_is_read(client: FlaskClient) -> None:
    page = client.get("/lookup").text
    link = unescape(page.split('class="bookmarklet" href="')[1].split('"')[0])

    assert (
        link == "javascript:void(open(\"http://localhost/lookup\"+'?url='+encodeURIComponent(location.href)))"
    )
