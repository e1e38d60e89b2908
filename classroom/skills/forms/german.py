"""The forms with words, as they are asked in German classrooms. Pure.

A German form is a form as any other: its numbers are worked out by the same function, and a prompt of it is read
again from its text. `GERMAN` says which belongs to which. Nouns are chosen so that they stand in one case only.
"""

from __future__ import annotations

from classroom.skills.forms import apart, chosen, measures, numbers, parts, pictured, stories
from classroom.skills.forms.base import Form


def _of(form: Form, template: str) -> tuple[Form, Form]:
    return form, Form(template, form.solve, kind=form.kind, rule=form.rule, layout=form.layout, alike=form.alike)


GERMAN: dict[Form, Form] = dict(
    [
        _of(numbers.MORE, "{n} mehr als {a} = ?"),
        _of(numbers.LESS, "{n} weniger als {a} = ?"),
        _of(numbers.BELOW, "Wie viel ist {n} weniger als {a}?"),
        _of(numbers.DOUBLE, "Das Doppelte von {a} = ?"),
        _of(numbers.HALF, "Die Hälfte von {a} = ?"),
        _of(numbers.WORTH, "Wie viel ist die {d} in {n} wert?"),
        _of(numbers.COMPOSED, "{a} {x:noun} und {b} {y:noun} = ?"),
        _of(numbers.IN_DIGITS, "Schreib als Zahl: {n:worte}"),
        _of(numbers.ROUND, "Runde {n} auf {to:stelle}."),
        _of(numbers.ESTIMATE, "Runde beide auf {to:stelle}, dann addiere: {a} + {b}"),
        _of(numbers.LARGEST, "Welche Zahl ist die größte: {many:wahl}?"),
        _of(numbers.SMALLEST, "Welche Zahl ist die kleinste: {many:wahl}?"),
        _of(numbers.COMMON_FACTOR, "Was ist der größte gemeinsame Teiler von {a} und {b}?"),
        _of(numbers.COMMON_MULTIPLE, "Was ist das kleinste gemeinsame Vielfache von {a} und {b}?"),
        _of(numbers.NEXT_PRIME, "Welche Primzahl kommt als nächste nach {n}?"),
        _of(numbers.MEAN, "Was ist der Mittelwert von {many:list}?"),
        _of(parts.FRACTION_OF, "{f:fraction} von {n} = ?"),
        _of(parts.AS_MANY, "Wie viele {d:noun} sind so viel wie {f:fraction}?"),
        _of(parts.SIMPLEST, "Kürze {f:fraction} so weit wie möglich."),
        _of(parts.IMPROPER, "Schreib {w} {f:fraction} als einen Bruch."),
        _of(parts.AS_DECIMAL, "Schreib {f:fraction} als Dezimalzahl."),
        _of(parts.DIVIDED_TO_DECIMAL, "Schreib als Dezimalzahl: {a} ÷ {b} = ?"),
        _of(parts.AS_FRACTION, "Schreib {d:decimal} als Bruch."),
        _of(parts.PER_CENT_AS_DECIMAL, "Schreib {p} % als Dezimalzahl."),
        _of(parts.PER_CENT_OF, "{p} % von {n} = ?"),
        _of(measures.PENCE_TOTAL, "{a} ct + {b} ct = ? ct"),
        _of(
            measures.PENCE_CHANGE, "Ein Ball kostet {b} ct. Du zahlst mit {a} ct. Wie viele Cent bekommst du zurück?"
        ),
        _of(measures.POUNDS_TOTAL, "{a:pounds} € + {b:pounds} € = ? €"),
        _of(
            measures.POUNDS_CHANGE,
            "Du kaufst für {b:pounds} € ein und zahlst mit {a:pounds} €. Wie viele Euro bekommst du zurück?",
        ),
        _of(measures.POUNDS_AND_PENCE, "{a} € und {b} ct = ? €"),
        _of(measures.MINUTES_BETWEEN, "Wie viele Minuten sind es von {a:time} Uhr bis {b:time} Uhr?"),
        _of(measures.MINUTES_AFTER, "Wie spät ist es {n} Minuten nach {a:time} Uhr?"),
        _of(measures.AFTERNOON, "Es ist {a:time} Uhr am Nachmittag oder Abend. Wie zeigt das die 24-Stunden-Uhr?"),
        _of(measures.CONVERTED, "{a:decimal} {u:noun} = ? {v:noun}"),
        _of(measures.PERIMETER, "Ein Rechteck ist {a} cm lang und {b} cm breit. Wie viele cm ist sein Umfang?"),
        _of(measures.AREA, "Ein Rechteck ist {a} cm lang und {b} cm breit. Wie viele cm² ist seine Fläche?"),
        _of(measures.TRIANGLE, "Zwei Winkel eines Dreiecks sind {a}° und {b}°. Wie viel Grad hat der dritte?"),
        _of(measures.LINE, "Zwei Winkel bilden eine Gerade. Einer hat {a}°. Wie viel Grad hat der andere?"),
        _of(
            measures.POINT,
            "Drei Winkel treffen sich um einen Punkt. Zwei haben {a}° und {b}°. Wie viel Grad hat der dritte?",
        ),
        _of(measures.SCALED, "{a} Stifte kosten {b} ct. Wie viele Cent kosten {c} Stifte?"),
        _of(stories.MORE, "{who:name} hat {a} {x:noun} und findet {b} dazu. Wie viele sind es jetzt?"),
        _of(stories.FEWER, "{who:name} hat {a} {x:noun} und gibt {b} ab. Wie viele bleiben übrig?"),
        _of(
            stories.DIFFERENCE,
            "{who:name} hat {a} {x:noun}. {other:name} hat {b}. Wie viele mehr hat das erste Kind?",
        ),
        _of(stories.GROUPS, "Es gibt {a} Beutel. In jedem sind {b} {x:noun}. Wie viele sind es zusammen?"),
        _of(stories.SHARED, "{a} {x:noun} werden gerecht an {b} Kinder verteilt. Wie viele bekommt jedes?"),
        _of(
            stories.BAGS_AND_MORE,
            "{who:name} hat {a} Beutel. In jedem sind {b} {x:noun}. Dazu kommen {c} einzelne. Wie viele sind es?",
        ),
        _of(
            stories.GIVES_AND_GETS,
            "{who:name} hat {a} {x:noun}, gibt {b} ab und bekommt {c}. Wie viele sind es jetzt?",
        ),
        _of(
            stories.CHANGE_OF_A_POUND,
            "{a} Stifte kosten je {b} ct. Wie viele Cent bekommst du auf 100 ct zurück?",
        ),
        _of(stories.REST, "Welcher Rest bleibt bei {a} ÷ {b}?"),
        _of(stories.ROUND_UP, "{a} Kinder setzen sich an Tische für {b}. Wie viele Tische braucht man?"),
        _of(stories.ROUND_DOWN, "{a} Eier kommen in Schachteln für {b}. Wie viele Schachteln werden voll?"),
        _of(apart.QUOTIENT, "{a} ÷ {b} = ? R ?"),
        _of(apart.MIXED, "{f:fraction} = ? und ? / ?"),
        _of(apart.MIXED_NUMBER, "Schreib {f:fraction} als gemischte Zahl."),
        _of(apart.POUNDS, "{a:pounds} € = ? € und ? ct"),
        _of(apart.HOURS, "{n} Minuten = ? Stunden und ? Minuten"),
        # What stands in brackets is a drawing or cards, and no words: cards are said in German by the page.
        _of(chosen.TRUE_SUM, "Stimmt das? {a} + {b} = {c} [true | false]"),
        _of(chosen.TRUE_DIFFERENCE, "Stimmt das? {a} − {b} = {c} [true | false]"),
        _of(chosen.TRUE_BALANCE, "Stimmt das? {a} + {b} = {c} + {d} [true | false]"),
        _of(chosen.RISING, "Ordne, die kleinste Zahl zuerst. [order: {many:options}]"),
        _of(chosen.FALLING, "Ordne, die größte Zahl zuerst. [order: {many:options}]"),
        _of(chosen.LARGER, "Was ist größer? [{many:options}]"),
        _of(chosen.ROMAN_CARDS, "Was ist {n} als römische Zahl? [{many:options}]"),
        _of(chosen.TICK, "Kreuze an: alle {x:noun}. [tick: {many:options}]"),
        _of(chosen.TICK_MULTIPLES, "Kreuze an: alle Vielfachen von {n}. [tick: {many:options}]"),
        _of(pictured.CLOCK, "Wie spät ist es? [clock {a:time}]"),
        _of(pictured.SHOWN, "Zeig {a:gesagt} auf der Uhr."),
        _of(
            pictured.LINE,
            "Auf welche Zahl zeigt der Pfeil? [line {low:number} {high:number} {step:number} at {n:number}]",
        ),
        _of(pictured.MARK, "Wo ist {n:number}? [place: line {low:number} {high:number} {step:number}]"),
        _of(pictured.POINT, "Zeig den Punkt {p:point}. [place: grid {n}]"),
        _of(pictured.POINT_FOUR, "Zeig den Punkt {p:point}. [place: grid {n} four]"),
        _of(pictured.NAMED, "Wo ist A? [grid {n} A {x:signed} {y:signed}] [{many:options}]"),
        _of(pictured.NAMED_FOUR, "Wo ist A? [grid {n} four A {x:signed} {y:signed}] [{many:options}]"),
        _of(pictured.SHADED, "Welcher Bruch ist gefärbt? [fraction {f:fraction}]"),
        _of(pictured.PIECES, "Wie viele Cent sind das? [coins {many:coins}]"),
        _of(
            pictured.SQUARES,
            "Wie viele Kästchen bedeckt die Figur? [compound {a} by {b} less {c} by {d} squares]",
        ),
        _of(
            pictured.COMPOUND_AREA,
            "Wie viele cm² ist die Fläche der Figur? [compound {a} by {b} less {c} by {d} cm]",
        ),
        _of(
            pictured.COMPOUND_ROUND,
            "Wie viele cm ist der Umfang der Figur? [compound {a} by {b} less {c} by {d} cm]",
        ),
        _of(pictured.ANGLE, "Was für ein Winkel ist das? [angle {d}] [acute | right angle | obtuse | reflex]"),
    ]
)
FORMS = tuple(GERMAN.values())
