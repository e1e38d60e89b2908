"""A child's report as one page of A4, kind words first. Pure: facts in, a PDF out."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import gettext
from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from classroom.printed import fonts
from classroom.printed.layout import MARGIN, MM, PAGE
from classroom.printed.report import Handwriting, Report
from classroom.printed.shapes import BLUE, GREEN, INK, LINE, NIGHT, PALE, SOFT, STAR, STAR_EDGE, WHITE, star, writing

WIDE = PAGE[0] - 2 * MARGIN
HEAD = 30 * MM
FOOT = 16 * MM
MOST_ROWS = 12


def reports_pdf(reports: Sequence[Report], *, title: str) -> bytes:
    """One page for each report, A4 portrait."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor("Astro Numbers")
    for one in reports:
        _Page(canvas, one).draw()
        canvas.showPage()
    if not reports:
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Page:
    """Draws one report from the top down; `y` is where the next thing begins."""

    def __init__(self, canvas: Canvas, report: Report) -> None:
        self.canvas, self.report = canvas, report
        self.y = PAGE[1] - HEAD - 9 * MM

    def draw(self) -> None:
        report = self.report
        self._head()
        for sentence in report.sentences():
            self._text(sentence, size=12.5, leading=18)
        self.y -= 3 * MM
        if report.strengths:
            self._heading(gettext("Going well"))
            for title, words in report.strengths:
                self._star(title, words)
        if report.growth:
            self._heading(gettext("Growing"))
            for sentence in report.growth[:3]:
                self._star(sentence, "")
        if report.writing:
            self._heading(
                gettext("In %(name)s’s own hand") % {"name": report.name}
                if fonts.known(report.child)
                else gettext("In your child’s own hand")
            )
            self._writing()
        if report.skills:
            self._heading(gettext("Skill by skill"))
            self._skills()
        if report.next_steps:
            self._heading(gettext("What comes next"))
            for title, words in report.next_steps:
                self._text(title, bold=True)
                if words:
                    self._text(gettext("At home: %(words)s") % {"words": words}, colour=SOFT)
                self.y -= 1.5 * MM
        self._lines_to_write_on()
        self._foot()

    def _head(self) -> None:
        canvas, report = self.canvas, self.report
        canvas.setFillColor(NIGHT)
        canvas.rect(0, PAGE[1] - HEAD, PAGE[0], HEAD, stroke=0, fill=1)
        canvas.setFillColor(STAR)
        for x, y, size in ((178, 20, 5.2), (189, 11, 2.6), (169, 9, 1.9), (196, 22, 1.6), (160, 21, 1.3)):
            star(canvas, x * MM, PAGE[1] - HEAD + y * MM, size * MM)
        canvas.setFillColor(WHITE)
        self._fitted(gettext("Maths with Astro Numbers"), MARGIN, PAGE[1] - 10 * MM, 10, room=120 * MM, bold=False)
        if fonts.known(report.child):
            self._fitted(report.child, MARGIN, PAGE[1] - 19.5 * MM, 24, room=135 * MM, bold=True)
        else:  # a line to write the name on
            canvas.setStrokeColor(WHITE)
            canvas.line(MARGIN, PAGE[1] - 19.5 * MM, MARGIN + 90 * MM, PAGE[1] - 19.5 * MM)
        since = gettext(" · work since %(since)s") % {"since": report.since} if report.since else ""
        where = " · ".join(part for part in (report.class_name, report.school) if fonts.known(part))
        self._fitted(f"{where}{since}", MARGIN, PAGE[1] - 26 * MM, 10, room=WIDE, bold=False)

    def _fitted(self, text: str, x: float, y: float, size: float, *, room: float, bold: bool) -> None:
        size = min(size, size * room / max(fonts.width(text, size, bold=bold), 1))
        self.canvas.setFont(fonts.BOLD if bold else fonts.REGULAR, size)
        self.canvas.drawString(x, y, str(text))

    def _heading(self, words: str) -> None:
        self.y -= 4.5 * MM
        self.canvas.setFillColor(BLUE)
        self.canvas.setFont(fonts.BOLD, 13)
        self.canvas.drawString(MARGIN, self.y, str(words))
        self.y -= 6.5 * MM

    def _text(
        self, words: str, *, size: float = 10.5, leading: float = 14.5, bold: bool = False, colour: Color = INK
    ) -> None:
        font = fonts.BOLD if bold else fonts.REGULAR
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)
        for line in simpleSplit(str(words), font, size, WIDE):
            self.canvas.drawString(MARGIN, self.y, str(line))
            self.y -= leading

    def _star(self, title: str, words: str) -> None:
        canvas = self.canvas
        canvas.setFillColor(STAR)
        canvas.setStrokeColor(STAR_EDGE)
        canvas.setLineWidth(0.5)
        star(canvas, MARGIN + 2.2 * MM, self.y + 1.3 * MM, 2.3 * MM, stroke=1)
        canvas.setFillColor(INK)
        canvas.setFont(fonts.BOLD, 10.5)
        canvas.drawString(MARGIN + 7 * MM, self.y, str(title))
        if words:
            after = MARGIN + 7 * MM + fonts.width(f"{title}  ", 10.5, bold=True)
            canvas.setFillColor(SOFT)
            canvas.setFont(fonts.REGULAR, 10.5)
            canvas.drawString(after, self.y, str(words))
        self.y -= 6 * MM

    def _writing(self) -> None:
        """Up to three cards in a row, two rows where there is room."""
        pieces = self.report.writing[: 6 if len(self.report.skills) <= 6 else 3]
        gap, tall = 4 * MM, 21 * MM
        wide = (WIDE - 2 * gap) / 3
        self.y += 4 * MM
        for at in range(0, len(pieces), 3):
            self.y -= tall
            for place, piece in enumerate(pieces[at : at + 3]):
                self._card(piece, MARGIN + place * (wide + gap), self.y, wide, tall)
            self.y -= 3 * MM
        self.y -= 2 * MM

    def _card(self, piece: Handwriting, x: float, y: float, wide: float, tall: float) -> None:
        canvas = self.canvas
        canvas.setStrokeColor(LINE)
        canvas.setFillColor(WHITE)
        canvas.setLineWidth(0.8)
        canvas.roundRect(x, y, wide, tall, 6, fill=1)
        prompt = piece.prompt if fonts.known(piece.prompt) else ""
        canvas.setFillColor(SOFT)
        self._fitted(prompt, x + 3 * MM, y + tall - 5 * MM, 9, room=wide - 6 * MM, bold=False)
        writing(canvas, piece.lines, x + 4 * MM, y + 2 * MM, wide - 8 * MM, tall - 9 * MM)

    def _skills(self) -> None:
        canvas = self.canvas
        rows = sorted(self.report.skills, key=lambda row: -row.decided)[:MOST_ROWS]
        for row in sorted(rows, key=lambda row: self.report.skills.index(row)):
            canvas.setFillColor(INK)
            self._fitted(row.title, MARGIN, self.y, 10, room=62 * MM, bold=False)
            bar = MARGIN + 66 * MM
            canvas.setFillColor(PALE)
            canvas.roundRect(bar, self.y - 0.6 * MM, 42 * MM, 3.6 * MM, 1.8 * MM, stroke=0, fill=1)
            if row.share:
                canvas.setFillColor(GREEN)
                long = max(3.6 * MM, 42 * MM * row.share)
                canvas.roundRect(bar, self.y - 0.6 * MM, long, 3.6 * MM, 1.8 * MM, stroke=0, fill=1)
            canvas.setFillColor(SOFT)
            canvas.setFont(fonts.REGULAR, 9.5)
            canvas.drawString(
                bar + 46 * MM,
                self.y,
                gettext("%(points)s of %(decided)s") % {"points": row.points, "decided": row.decided},
            )
            canvas.drawString(bar + 70 * MM, self.y, str(row.words))
            self.y -= 5.8 * MM
        if len(self.report.skills) > MOST_ROWS:
            self._text(
                gettext("and %(MOST_ROWS)s more skills with few answers")
                % {"MOST_ROWS": len(self.report.skills) - MOST_ROWS},
                size=9,
                colour=SOFT,
            )

    def _lines_to_write_on(self) -> None:
        """What is left of the page is for the teacher's own words."""
        bottom = FOOT + 8 * MM
        if self.y - bottom < 22 * MM:
            return
        by = (
            gettext("A word from %(teacher)s") % {"teacher": self.report.teacher}
            if fonts.known(self.report.teacher)
            else gettext("A word from the teacher")
        )
        self._heading(by)
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(0.6)
        for _ in range(4):
            if self.y - 5 * MM < bottom:
                break
            self.y -= 5 * MM
            self.canvas.line(MARGIN, self.y, PAGE[0] - MARGIN, self.y)
            self.y -= 4 * MM

    def _foot(self) -> None:
        canvas, report = self.canvas, self.report
        canvas.setStrokeColor(LINE)
        canvas.line(MARGIN, FOOT + 3 * MM, PAGE[0] - MARGIN, FOOT + 3 * MM)
        canvas.setFillColor(SOFT)
        if report.answers:
            self._fitted(report.how_marked(), MARGIN, FOOT - 1.5 * MM, 8.5, room=WIDE, bold=False)
        canvas.setFont(fonts.REGULAR, 8.5)
        canvas.drawString(
            MARGIN,
            FOOT - 6 * MM,
            gettext("Made on %(made_on)s. It tells of this child alone.") % {"made_on": report.made_on},
        )
