"""True things about space, short enough for a six-year-old. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _

FACTS = (
    _("The Sun is a star. It is the star nearest to us."),
    _("More than a million Earths would fit inside the Sun."),
    _("Light from the Sun needs about eight minutes to reach us."),
    _("Venus spins so slowly that one turn takes longer than its year."),
    _("Jupiter is the biggest planet in our solar system."),
    _("The Great Red Spot on Jupiter is a storm wider than the Earth."),
    _("Saturn's rings are made of ice and rock."),
    _("Mars looks red because of rust in its dust."),
    _("The tallest volcano we know stands on Mars. It is called Olympus Mons."),
    _("On Mars, sunsets are blue."),
    _("Neptune needs about 165 of our years to go once around the Sun."),
    _("Uranus lies on its side and rolls around the Sun."),
    _("Mercury is the smallest planet. It goes around the Sun in 88 days."),
    _("Venus is the hottest planet, hotter even than Mercury."),
    _("The Moon goes around the Earth in about 27 days."),
    _("From Earth we always see the same side of the Moon."),
    _("Footprints on the Moon stay for a very long time. There is no wind to blow them away."),
    _("Twelve people have walked on the Moon."),
    _("Neil Armstrong was the first person to walk on the Moon, in 1969."),
    _("Yuri Gagarin was the first person in space, in 1961."),
    _("Valentina Tereshkova was the first woman in space, in 1963."),
    _("There is no sound in empty space. It is perfectly quiet."),
    _("Astronauts on the space station see about sixteen sunrises every day."),
    _("The space station flies around the Earth in about 90 minutes."),
    _("In space, astronauts grow a little taller."),
    _("Astronauts sleep in sleeping bags tied to the wall."),
    _("On the space station, water floats in round balls."),
    _("On the Moon you could jump six times as high as at home."),
    _("The Milky Way is our galaxy. It has more than a hundred billion stars."),
    _("Shooting stars are not stars. They are bits of dust and rock that glow in the air."),
    _("Comets are balls of ice and dust. Near the Sun they grow a tail."),
    _("Halley's Comet comes by about every 76 years. It will be back in 2061."),
    _("Blue stars are hotter than red stars."),
    _("The Earth spins once a day. That makes day and night."),
    _("The Earth needs one year to travel around the Sun."),
    _("The four biggest moons of Jupiter were found by Galileo in 1610."),
    _("Titan, a moon of Saturn, has lakes and rain. They are not made of water."),
    _("Pluto is a dwarf planet. It is smaller than our Moon."),
    _("The robot Voyager 1 has flown further from home than anything else people have made."),
    _("The rover Curiosity is a robot as big as a car. It landed on Mars in 2012."),
    _("The Webb telescope has a mirror of eighteen golden pieces."),
    _("Saturn is so light for its size that it would float in a giant bath."),
)


def fact_for(number: int) -> str:
    """A fact that stays the same for the same number, so that loading a page again does not change it."""
    return FACTS[number % len(FACTS)]
