"""Issues and entries say a thing once, where links lead, and shout no sentences."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.documents import documents_of
from index.library import Library
from web.cards import card_of_document
from web.markup import host_of


def test_an_issue_whose_title_has_its_date_says_it_once(client: FlaskClient, library: Library) -> None:
    issue = next(one for one in library.issues() if one.date and one.date.isoformat() in one.title)
    page = client.get(f"/issues/{issue.name}").text
    head = page.split('class="issue-head"')[1].split("</header>")[0]

    assert issue.date
    assert head.count(issue.date.isoformat()) == 1


def test_further_links_of_an_entry_say_where_they_lead(client: FlaskClient, library: Library) -> None:
    documents = (one for issue in library.issues() for one in documents_of(issue))
    document = next(one for one in documents if one.links and host_of(one.links[0].url))
    page = client.get(f"/entries/{document.id}").text
    links = page.split('class="outlinks"')[1].split("</ul>")[0]

    assert f'<span class="quiet">{host_of(document.links[0].url)}</span>' in links


@pytest.mark.parametrize(
    ("title", "url", "brief"),
    [
        ("宣布任命董事长", "", True),
        ("后量化算法解读", "https://example.com/", False),
        ("全面量产，报价 3.2 元起；", "https://example.com/", True),
        ("一" * 56, "https://example.com/", True),
        (
            "On-Device Training: Source Code for Posts about Small Models",
            "https://example.com/",
            False,
        ),
        ("word " * 23, "https://example.com/", True),
    ],
)
def test_only_titles_are_set_as_titles(
    app: Flask, library: Library, title: str, url: str, brief: bool
) -> None:
    document = replace(documents_of(library.issues()[0])[0], title=title, url=url)
    with app.test_request_context("/"):
        assert card_of_document(document, body=False).brief is brief
