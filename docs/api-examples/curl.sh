#!/bin/sh
# 搜索、一条、一期；ARCHIVE 是简报库的网址 · Search, one entry, one issue; ARCHIVE is your archive's address
ARCHIVE=${ARCHIVE:-http://127.0.0.1:8000}

curl -sfG "$ARCHIVE/api/v1/search" --data-urlencode 'q=量化' --data-urlencode 'category=论文' -d limit=3
curl -sfG "$ARCHIVE/api/v1/suggest" --data-urlencode 'q=量' -d limit=4
curl -sf "$ARCHIVE/api/v1/issues"
# 全部命中，一行一条 · All hits, one a line
curl -sfG "$ARCHIVE/api/v1/export.jsonl" --data-urlencode 'q=量化'
