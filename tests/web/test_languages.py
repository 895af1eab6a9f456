"""Who reads English meets no Chinese but data, who reads Chinese no English but names of things.

Every page that somebody of the cast can reach by links is opened in both languages, with a
mediation and an emergency under way. Data are what people typed and what they are called; code,
keys and drawings are nobody's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from tests.databases import Kind
from tests.web.conftest import Browser
from tests.web.emergencies import HURRIED
from tests.web.reception import KNOWN, receive
from workflows.codes import load_departments
from workflows.demo.cast import CAST
from workflows.runtime import Runtime

WHO = ("liuyan", "limei", "hetao", "chenjing", "sunwei", "zhoulan", "fanglei", "police", "xulaw")
#: What a page says does not depend on the database; one of the two is read, being the faster.
pytestmark = pytest.mark.parametrize("runtime", [Kind.SQLITE], indirect=True, ids=str)
#: Pages of one kind are alike; so many of each are read.
EACH: Final = 3
MOST: Final = 120

_NOBODYS = "//script|//style|//code|//kbd|//svg|//template|//*[@lang][not(self::html)]|//*[contains(concat(' ',@class,' '),' diagram ')]|//*[contains(@class,'avatar')]"
_SAID = ("title", "aria-label", "placeholder", "alt", "data-confirm")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
_SKIPPED = re.compile(
    r"^/(language|sign-out|static|live|healthz|readyz)|/(source|docx|pdf|download)\b|\.(bpmn|svg|ics)$|wall=1"
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

#: What people are called has no other language; a unit's short name is its name.
NAMES = {member.name for member in CAST} | {
    f"{department.name.zh}联络员" for department in load_departments()
}
TYPED = {
    "孙丽娟", str(KNOWN["name"]), str(KNOWN["summary"]), str(KNOWN["request"]),
    str(KNOWN["respondent_name"]), HURRIED["what_happens"], HURRIED["place"],
}  # fmt: skip
CHINESE_DATA = re.compile("|".join(sorted(map(re.escape, TYPED | NAMES), key=len, reverse=True)))
MASKED = re.compile(r"[\u3400-\u9fff]\*\*")
#: Formats, keys and numbers that are the same in every language.
ENGLISH_DATA = re.compile(
    r"XG-[A-Z]+-\d+-\d+|TF-\d+-\d+|\.?bpmn|\.?dmn|\.json|Ctrl|English|Sanlian|[a-z0-9]+(-[a-z0-9]+)+"
    r"|H\d\d[.a-z0-9]*|T\d\d[.a-z]*|SHA-256|SANLIAN_[A-Z_]+|PDF|Word|docx|MB|https?://localhost/query|[A-Z0-9]{4}(-[A-Z0-9]{4})+|[0-9a-f]{64}|" + "|".join(member.username for member in CAST)
    + "|" + "|".join(department.id for department in load_departments())
)  # fmt: skip


@pytest.fixture(scope="module")
def alive(runtime: Runtime) -> None:
    """A mediation and a consultation under way, so that pages have something to tell."""
    receive(runtime).until("issue-receipt")
    receive(runtime).until("grade-risk", name="孙丽娟", phone="13800002222")


def texts(page: str) -> Iterator[str]:
    """Everything that a reader or their screen reader meets."""
    tree = html.document_fromstring(page)
    for node in tree.xpath(_NOBODYS):
        node.drop_tree()
    yield from (text.strip() for text in tree.itertext() if text.strip())
    for name in _SAID:
        yield from (text for text in tree.xpath(f"//@{name}") if text)


def pages(person: Browser) -> Iterator[tuple[str, str]]:
    """Every page that links lead to from the inbox, a few of each kind."""
    seen: dict[str, int] = {}
    waiting = ["/inbox", "/me", "/query"]
    known = set(waiting)
    while waiting and sum(seen.values()) < MOST:
        path = waiting.pop(0)
        kind = re.sub(r"^(/library/\w+)/.*", r"\1/*", _ID.sub("*", re.sub(r"\?.*", "", path)))
        if seen.get(kind, 0) >= EACH:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        answer = person.client.get(path, follow_redirects=True)
        if not (answer.content_type or "").startswith("text/html"):
            continue
        yield path, answer.text
        for link in html.document_fromstring(answer.text).xpath("//a/@href"):
            parts = urlsplit(urljoin(path, link))
            here = parts.path + (f"?{parts.query}" if parts.query else "")
            if (
                not (parts.scheme or parts.netloc)
                and here not in known
                and not _SKIPPED.search(here)
            ):
                known.add(here)
                waiting.append(here)


def foreign(person: Browser, letters: re.Pattern[str], *data: re.Pattern[str]) -> set[str]:
    """Texts in the other language that are no data, each with the page where it stands."""
    found = set()
    for path, page in pages(person):
        for text in texts(page):
            bare = text
            for pattern in data:
                bare = pattern.sub("", bare)
            if letters.search(bare):
                found.add(f"{_ID.sub('*', path)}: {text[:120]}")
    return found


@pytest.mark.parametrize("username", WHO)
def test_an_english_reader_meets_no_chinese(
    alive: None, browser: Callable[[str], Browser], username: str
) -> None:
    person = browser(username)
    person.get("/language/en")
    assert "\n".join(sorted(foreign(person, _CHINESE, CHINESE_DATA, MASKED))) == ""


@pytest.mark.parametrize("username", WHO)
def test_a_chinese_reader_meets_no_english(
    alive: None, browser: Callable[[str], Browser], username: str
) -> None:
    assert "\n".join(sorted(foreign(browser(username), _ENGLISH, ENGLISH_DATA))) == ""
