"""Every page in every language: who decides which, what stays as it is, and that the catalogues are whole."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from classroom import classes, languages
from classroom.management import catalogues
from classroom.pictures.reading import picture
from classroom.views import offline
from tests.conftest import Side

LOCALE = Path(settings.ROOT) / "locale"
CATALOGUES = sorted(LOCALE.rglob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")


def lang_of(page: Any) -> str:
    found = re.search(rb'<html lang="([^"]+)"', page.content)
    assert found is not None
    return found[1].decode()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_compiled_catalogue_fits_its_text(path: Path) -> None:
    found = catalogues.entries(path.read_text(encoding="utf-8"))
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(found), "make messages"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_translated_and_keeps_its_placeholders(path: Path) -> None:
    for entry in catalogues.entries(path.read_text(encoding="utf-8")):
        if not entry.source:
            continue
        assert "fuzzy" not in entry.flags, entry.source
        assert entry.says and all(entry.says.values()), f"no {path.parts[-3]} text: {entry.source}"
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in entry.sources}
        for says in entry.says.values():
            assert frozenset(PLACEHOLDER.findall(says)) in wanted, (entry.source, says)


def test_a_catalogue_is_read_and_written_as_gettext_does(tmp_path: Path) -> None:
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    text += (
        'msgid "one "\n"box"\nmsgid_plural "%(n)d boxes"\nmsgstr[0] "ein Kästchen"\nmsgstr[1] "%(n)d Kästchen"\n\n'
    )
    text += 'msgctxt "mark"\nmsgid "right"\nmsgstr "richtig"\n\n#, fuzzy\nmsgid "left"\nmsgstr "links"\n'
    (tmp_path / "a.mo").write_bytes(catalogues.compiled(catalogues.entries(text)))
    with (tmp_path / "a.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.ngettext("one box", "%(n)d boxes", 1) == "ein Kästchen"
    assert words.ngettext("one box", "%(n)d boxes", 3) == "%(n)d Kästchen"
    assert words.pgettext("mark", "right") == "richtig"
    assert words.gettext("left") == "left"


@pytest.mark.django_db
def test_a_stranger_is_spoken_to_as_the_browser_asks() -> None:
    assert lang_of(Client().get(reverse("home"), headers={"accept-language": "de-AT,de;q=0.9"})) == "de"
    assert lang_of(Client().get(reverse("home"), headers={"accept-language": "en-US"})) == "en-gb"
    assert lang_of(Client().get(reverse("home"), headers={"accept-language": "nl"})) == settings.LANGUAGE_CODE


@pytest.mark.django_db
def test_a_language_that_was_chosen_stays_on_the_browser() -> None:
    client = Client(headers={"accept-language": "en"})
    chosen = client.post(reverse("language"), {"language": "de", "next": reverse("try")})
    assert chosen["Location"] == reverse("try")
    assert lang_of(client.get(reverse("home"))) == "de"
    client.post(reverse("language"), {"language": "tlh"})
    assert lang_of(client.get(reverse("home"))) == "de"


@pytest.mark.django_db
def test_choosing_leads_to_no_other_host() -> None:
    chosen = Client().post(reverse("language"), {"language": "de", "next": "https://elsewhere.example/"})
    assert chosen["Location"] == reverse("home")


def test_a_teachers_language_is_kept_with_the_account(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    as_teacher(here).post(reverse("language"), {"language": "de"})
    here.teacher.refresh_from_db()
    assert here.teacher.language == "de"
    elsewhere = as_teacher(here)  # another browser
    assert lang_of(elsewhere.get(reverse("classes"), headers={"accept-language": "en"})) == "de"


def test_children_are_spoken_to_in_the_language_of_their_class(
    here: Side, as_student: Callable[..., Client], as_teacher: Callable[[Side], Client]
) -> None:
    child = as_student(here)
    assert lang_of(child.get(reverse("todo"), headers={"accept-language": "de"})) == "en-gb"
    classes.change_class(school_class=here.school_class, name="Comets", year=2, language="de")
    assert lang_of(child.get(reverse("todo"), headers={"accept-language": "en"})) == "de"
    assert lang_of(as_teacher(here).get(reverse("classes"))) == "en-gb"


def test_the_names_of_a_class_are_shown_in_its_language(here: Side) -> None:
    classes.change_class(school_class=here.school_class, name="Comets", year=2, language="de")
    classes.open_joining(school_class=here.school_class, teacher=here.teacher)
    here.school_class.refresh_from_db()
    names = Client().get(reverse("choose-name", args=[here.school_class.join_code]))
    assert lang_of(names) == "de"


def test_a_new_class_speaks_as_its_teacher_does(here: Side) -> None:
    languages.choose(user=here.teacher, language="de")
    assert classes.make_class(teacher=here.teacher, name="3b", year=3).language == "de"


@pytest.mark.django_db
def test_scripts_find_their_words_under_an_address_that_is_kept_for_ever() -> None:
    page = Client().get(reverse("home"), headers={"accept-language": "de"}).content.decode()
    found = re.search(r'<script src="(/words/de/[^"]+)" defer>', page)
    assert found is not None
    words = Client().get(found[1], headers={"accept-language": "en"})
    assert "immutable" in words["Cache-Control"]
    assert words["Content-Language"] == "de"
    assert b"gettext" in words.content
    assert Client().get(reverse("words", args=["tlh", "1"])).status_code == 404


def test_the_offline_helper_keeps_the_words_of_the_language_that_is_spoken() -> None:
    assert "/words/de/" in offline._script("de") and "/words/en-gb/" not in offline._script("de")


def test_numbers_for_machines_stay_as_machines_read_them() -> None:
    with translation.override("de"):
        drawn = render_to_string("_drawing.html", {"picture": picture("line 0 1 0.1 at 0.3")})
    assert "von 0 bis 1" in drawn
    assert not re.search(r'(x1|y1|x2|y2|cx|cy|r|x|y|font-size)="\d+,\d', drawn)
    assert re.search(r'x1="\d+\.\d', drawn)


# Said alike in every language: names, keys of a keyboard, signs, examples of sums, an address.
SAID_ALIKE = {
    "Astro Numbers", "Ctrl", "Esc", "Enter", "QR", "PDF", "CSV", "XLSX", "JSON", "sha256", "make run LAN=1",
    "R", "W", "U", "S", "A", "P", "N", "K", "J", "L", "D", "H", "O", "X", "Ctrl Z", "data.json",
}  # fmt: skip
# The API's description speaks to programmers.
NOT_FOR_PEOPLE = {"drf_spectacular/swagger_ui.html"}
TAG_OF_DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
TRANSLATED = re.compile(
    r"\{%\s*comment\b.*?endcomment\s*%\}|\{%\s*blocktranslate\b.*?endblocktranslate\s*%\}"
    r"|\{%\s*block (?:page_class|body_class|theme|title_tail)\s*%\}.*?\{%\s*endblock[^%]*%\}"
    r"|<script\b.*?</script>|<code>.*?</code>",
    re.S,
)
SAID_IN_ATTRIBUTES = re.compile(r'\s(aria-label|aria-description|title|placeholder|alt|data-name)="([^"]*)"')


def untranslated(template: str) -> list[str]:
    """Visible words of a template that stand outside translation tags: text, and attributes that are read out."""
    plain = TAG_OF_DJANGO.sub("", TRANSLATED.sub("", template))
    texts = [value for _, value in SAID_IN_ATTRIBUTES.findall(plain)]
    texts += re.sub(r"<[^>]*>", "\n", plain).split("\n")
    texts = [re.sub(r"&[a-z#0-9]+;", " ", text).strip() for text in texts]
    return [text for text in texts if re.search(r"[A-Za-z]", text) and text.strip(" .,:;·–()") not in SAID_ALIKE]


TEMPLATES = Path(settings.ROOT) / "templates"


def test_every_visible_word_of_a_page_can_be_translated() -> None:
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        if name not in NOT_FOR_PEOPLE and (words := untranslated(path.read_text(encoding="utf-8"))):
            found[name] = words
    assert found == {}, "wrap these in {% translate %}; see docs/languages.md"


@pytest.mark.parametrize(
    ("template", "left"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p title="Hello">{{ name }}</p>', ["Hello"]),
        ("<p>{% if one %}Hello {% endif %}{{ name }}!</p>", ["Hello !"]),
        (
            '<p title="{% translate "Hello" %}">{% blocktranslate %}Dear {{ name }}{% endblocktranslate %} 7</p>',
            [],
        ),
        ("<p>Astro Numbers · {{ name }}&nbsp;</p>", []),
    ],
)
def test_a_word_without_a_translation_would_be_seen(template: str, left: list[str]) -> None:
    assert untranslated(template) == left
