"""搜索并翻完所有页 · Search, through all pages. Only the standard library is needed."""

import json
import os
from urllib.parse import urlencode
from urllib.request import urlopen

ARCHIVE = os.environ.get("ARCHIVE", "http://127.0.0.1:8000")

page = pages = 1
while page <= pages:
    query = urlencode({"q": "量化", "from": "2024", "sort": "newest", "page": page})
    with urlopen(f"{ARCHIVE}/api/v1/search?{query}", timeout=10) as answer:
        found = json.load(answer)
    for hit in found["hits"]:
        print(hit["date"], hit["source"], hit["title"], hit["permalink"], sep="\t")
    page, pages = page + 1, found["pages"]
