"""Translation of error messages into the terminal's language.

Layers below speak English, always in the form "where: what; remedy". A message of which every part is known
is said in Chinese; one with an unknown part stays English as a whole, so that no line is in two languages.
"""

from __future__ import annotations

import re
from functools import cache

from web.cli.language import language
from web.cli.terminal import printable

PHRASES = {
    "nothing is indexed here yet": "这里还没有索引",
    "no index here": "这里没有索引",
    "run `jianbao reindex`": "请运行 `jianbao reindex`",
    "name the source once more": "请重新指明来源",
    "`jianbao reindex SOURCE`": "`jianbao reindex SOURCE`",
    "damaged": "已损坏",
    "is missing": "不见了",
    "the entry {} is missing": "缺少条目 {}",
    "was copied from elsewhere": "是从别处拷来的",
    "not a folder": "不是文件夹",
    "not a file": "不是文件",
    "neither file nor folder": "既不是文件也不是文件夹",
    "not an index that jianbao made": "不是 jianbao 建的索引",
    "name another with --data": "请用 --data 另指一个",
    "name another folder with --data": "请用 --data 另指一个文件夹",
    "remove it and run `jianbao reindex`": "请删掉它，再运行 `jianbao reindex`",
    "belongs to user {}": "属于用户 {}",
    "run jianbao as that user": "请以那个用户运行 jianbao",
    "others may write it": "别人可以写它",
    "run `chmod -R go-w` on the folder": "请对这个文件夹运行 `chmod -R go-w`",
    "its owner may not read it": "所有者自己读不了",
    "{} is writing here": "{} 正在写这里",
    "wait until it is done": "请等它完成",
    "made by the engine {}, not {}": "是引擎 {} 建的，不是 {}",
    "made with analysis {}, not {}": "是用分析版本 {} 建的，不是 {}",
    "cannot be read": "读不了",
    "cannot be read ({})": "读不了（{}）",
    "cannot be read just now": "此刻读不了",
    "cannot write": "写不了",
    "the old index serves on": "旧索引继续可用",
    "check the disk, the old index serves on": "请检查磁盘；旧索引继续可用",
    "check the disk": "请检查磁盘",
    "check the disk and where the output goes": "请检查磁盘和输出去处",
    "check it": "请检查",
    "check the path": "请检查路径",
    "check its permissions": "请检查权限",
    "check address and network": "请检查地址和网络",
    "no such configuration file": "没有这个配置文件",
    "check --config": "请检查 --config",
    "no such key": "没有这个键",
    "no such variable": "没有这个变量",
    "see docs/configuration.md": "见 docs/configuration.md",
    "see docs/conventions.md": "见 docs/conventions.md",
    "not valid TOML ({})": "不是合法的 TOML（{}）",
    "mend that line": "请改那一行",
    "is not UTF-8": "不是 UTF-8",
    "save it as UTF-8": "请另存为 UTF-8",
    "is UTF-16 or UTF-32, not UTF-8": "是 UTF-16 或 UTF-32，不是 UTF-8",
    "is a binary file": "是二进制文件",
    "is empty": "是空的",
    "write it or remove it": "请写上内容，或者删掉",
    "is a file, not a folder": "是文件，不是文件夹",
    "name the folder that holds it": "请写它所在的文件夹",
    "name a folder of issues or a git URL": "请写简报的文件夹或 git 地址",
    "is no regular file": "不是普通文件",
    "remove it or rename it": "请删掉或改名",
    "move it away or rename it": "请移走或改名",
    "split it or move it away": "请拆开或移走",
    "has {} MB, more than the {} MB of any issue": "有 {} MB，一期最多 {} MB",
    "is a link that leads nowhere": "是断了的链接",
    "is a link that leaves the folder": "是通到文件夹外的链接",
    "put the file itself there": "请放文件本身",
    "holds no issue": "里面没有简报",
    "the conventions {} look for {}": "约定 {} 找的是 {}",
    "name another source or other conventions": "请换一个来源或约定",
    "git is not installed": "没有安装 git",
    "install it, or name a folder": "请安装，或者写一个文件夹",
    "git could not fetch it ({})": "git 取不到（{}）",
    "is no URL": "不是网址",
    "choose another with --port or --host": "请用 --port 或 --host 另选一个",
    "Address already in use": "已被占用",
    "Cannot assign requested address": "本机没有这个地址",
    "No such file or directory": "没有这个文件或文件夹",
    "Permission denied": "没有权限",
    "Not a directory": "不是文件夹",
    "Is a directory": "是文件夹",
    "No space left on device": "磁盘满了",
    "Broken pipe": "没有人读输出",
    "is no folder": "不是文件夹",
    "name another with --output": "请用 --output 另指一个",
    "holds files that no build has written": "里面有不是 build 写的文件",
    "empty it, or name another with --output": "请清空，或者用 --output 另指一个",
    "two pages would be this file": "两个网页会写成这一个文件",
    "rename one of the issues": "请把其中一期改名",
    "cannot write ({})": "写不了（{}）",
    "check the disk, the site before is untouched": "请检查磁盘；原来的网站没有动",
    "no host can serve this address": "没有托管能提供这个地址",
    "rename the issue": "请把这一期改名",
    "the index has changed meanwhile": "索引在这期间变了",
    "run `jianbao build` again": "请再运行 `jianbao build`",
    "the index has lost this issue": "索引里缺了这一期",
    "run `jianbao reindex --full`": "请运行 `jianbao reindex --full`",
    "could not be rendered (status {})": "网页没有做成（状态 {}）",
    "{} has a path that no site can be at": "{} 的路径放不了网站",
    "name one with --base": "请用 --base 写一个",
    "has {} lines, more than the {} of any issue": "有 {} 行，一期最多 {} 行",
    "split it": "请拆开",
}
"""Messages of lower layers → Chinese; `{}` stands for names and numbers."""


def terminal_message(message: object) -> str:
    """A message for the terminal, in one language and without control characters."""
    lines = [printable(line) for line in str(message).splitlines()]
    return "\n".join(lines if language() == "en" else map(chinese, lines))


def chinese(line: str) -> str:
    """A line translated to Chinese if all its parts behind the location are known; else unchanged."""
    words = re.split(r"(: |; )", line)
    for start in range(0, len(words), 2):
        if start and words[start - 1] == "; ":
            continue
        rest = [_phrase(part) for part in words[start::2]]
        if rest and None not in rest:
            subject = "".join(words[:start])
            return subject.replace(": ", "：") + "；".join(filter(None, rest))
    return line


def _phrase(part: str) -> str | None:
    for pattern, translation in _patterns():
        if match := pattern.fullmatch(part):
            return translation.format(*(_phrase(group) or group for group in match.groups()))
    return None


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.escape(phrase).replace(r"\{\}", "(.+)")), translation)
        for phrase, translation in PHRASES.items()
    ]
