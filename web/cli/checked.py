"""What a check advises and finds odd, in the terminal's language."""

from __future__ import annotations

import re

from web.cli.language import language, say

ODD = {
    "a URL": "是一个网址",
    "markup": "里面有标记",
    "says only that it is a link": "只说它是链接",
    "returns": "出现在好几期里",
    "a whole section": "是整个栏目",
    "a name": "是一个名字",
    "too long": "太长",
}
"""Why a title is odd, as the archive says it → in Chinese."""

_WHY = "|".join(map(re.escape, ODD))

_ADVICE = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"(.*): (\d+) files are left out, named above", "{}：有 {} 个文件没有读，名字在上面"),
        (r"(.*): (\d+) issues have no day; it can be reckoned from their number",
         "{}：有 {} 期没有日子；可以由期号推算"),
        (r"(.*?): (\d+) issues have no entry \((.*)\); name how entries begin there, or (.*)",
         "{}：有 {} 期没有条目（{}）；请写明那里条目怎样开头，或者 {}"),
        (r"(.*?): (\d+) sections have links, but no entry \((.*?:\d+); (.*)\); name how entries begin there",
         "{}：有 {} 节有链接，却没有条目（{}；{}）；请写明那里条目怎样开头"),
        (rf"(.*?): (\d+) titles are ({_WHY})(.*)", "{}：有 {} 个标题{}{}"),
        (r"(.*): it is an entry of several issues", "{}：好几期里都有这一条"),
        (r"(.*): (\d+) items of lists lead nowhere", "{}：有 {} 个列表项没有链接"),
        (r"(.*?): (\d+) of (\d+) categories occur once \((.*)\); each has a day, and may be an issue",
         "{}：{} 个栏目只出现一次，全部 {} 个（{}）；各有日期，也许各是一期"),
        (r"(.*?): (\d+) of (\d+) categories occur once \((.*)\); such headings may be titles, or want (\w+)",
         "{}：{} 个栏目只出现一次，全部 {} 个（{}）；这样的标题行也许是条目的标题，或者要用 {}"),
        (r"(.*?): (\d+) of (\d+) categories occur once \((.*)\)",
         "{}：{} 个栏目只出现一次，全部 {} 个（{}）"),
        (r"(.*): (\d+) sections are called so, each a category of its own",
         "{}：有 {} 节这样起名，各成一个栏目"),
        (r"(.*?): lines from (\d+) on are in no field of their entry(.*)",
         "{}：第 {} 行起没有进入条目的任何字段{}"),
    )
)  # fmt: skip
"""Lines of advice → in Chinese; keys of conventions stand in both."""


def why_odd(why: str) -> str:
    """Why a title is odd."""
    return say(ODD.get(why, why), why)


def advice(line: str) -> str:
    """A line of advice; one that has no Chinese stays as it is."""
    if language() == "en":
        return line
    for pattern, chinese in _ADVICE:
        if match := pattern.fullmatch(line):
            keys, *rest = match.groups()
            return chinese.format(keys.replace(", or ", "，或者 "), *(ODD.get(part, part) for part in rest))
    return line
