"""True things about space, short enough for a six-year-old. Pure."""

from __future__ import annotations

FACTS = (
    "The Sun is a star. It is the star nearest to us.",
    "More than a million Earths would fit inside the Sun.",
    "Light from the Sun needs about eight minutes to reach us.",
    "Venus spins so slowly that one turn takes longer than its year.",
    "Jupiter is the biggest planet in our solar system.",
    "The Great Red Spot on Jupiter is a storm wider than the Earth.",
    "Saturn's rings are made of ice and rock.",
    "Mars looks red because of rust in its dust.",
    "The tallest volcano we know stands on Mars. It is called Olympus Mons.",
    "On Mars, sunsets are blue.",
    "Neptune needs about 165 of our years to go once around the Sun.",
    "Uranus lies on its side and rolls around the Sun.",
    "Mercury is the smallest planet. It goes around the Sun in 88 days.",
    "Venus is the hottest planet, hotter even than Mercury.",
    "The Moon goes around the Earth in about 27 days.",
    "From Earth we always see the same side of the Moon.",
    "Footprints on the Moon stay for a very long time. There is no wind to blow them away.",
    "Twelve people have walked on the Moon.",
    "Neil Armstrong was the first person to walk on the Moon, in 1969.",
    "Yuri Gagarin was the first person in space, in 1961.",
    "Valentina Tereshkova was the first woman in space, in 1963.",
    "There is no sound in empty space. It is perfectly quiet.",
    "Astronauts on the space station see about sixteen sunrises every day.",
    "The space station flies around the Earth in about 90 minutes.",
    "In space, astronauts grow a little taller.",
    "Astronauts sleep in sleeping bags tied to the wall.",
    "On the space station, water floats in round balls.",
    "On the Moon you could jump six times as high as at home.",
    "The Milky Way is our galaxy. It has more than a hundred billion stars.",
    "Shooting stars are not stars. They are bits of dust and rock that glow in the air.",
    "Comets are balls of ice and dust. Near the Sun they grow a tail.",
    "Halley's Comet comes by about every 76 years. It will be back in 2061.",
    "Blue stars are hotter than red stars.",
    "The Earth spins once a day. That makes day and night.",
    "The Earth needs one year to travel around the Sun.",
    "The four biggest moons of Jupiter were found by Galileo in 1610.",
    "Titan, a moon of Saturn, has lakes and rain. They are not made of water.",
    "Pluto is a dwarf planet. It is smaller than our Moon.",
    "The robot Voyager 1 has flown further from home than anything else people have made.",
    "The rover Curiosity is a robot as big as a car. It landed on Mars in 2012.",
    "The Webb telescope has a mirror of eighteen golden pieces.",
    "Saturn is so light for its size that it would float in a giant bath.",
)


def fact_for(number: int) -> str:
    """A fact that stays the same for the same number, so that loading a page again does not change it."""
    return FACTS[number % len(FACTS)]
