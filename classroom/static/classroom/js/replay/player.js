/** A player for films of answers: `[data-player]` with a canvas, buttons and a slider; space plays, arrows step. */

import { colourOf, paintFrom } from "../ink/paint.js";
import { inWords, seconds, seenAt, step } from "./film.js";
import { gettext, interpolate } from "../words.js";

/** A page that should not move shows stroke after stroke instead, each this long (ms). */
const STILL_FOR = 700;

const PEN = 11; // ink units
const DASH = [14, 12];

/** Bring a player to life; returns {play}. */
export function createPlayer(place) {
  const films = JSON.parse(place.querySelector("script").textContent);
  const find = (name) => place.querySelector(`[data-${name}]`);
  const canvas = place.querySelector("canvas");
  const context = canvas.getContext("2d");
  const looks = { ink: colourOf(canvas, "--pen"), live: colourOf(canvas, "--pen-live"), ghost: colourOf(canvas, "--pen-ghost") };
  const slider = find("time");
  const playButton = find("play");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let film = films[0];
  let time = film.length; // of the film: it begins with the writing as it stands
  let speed = 1;
  let last = 0; // when the last frame was, 0 while it stands still

  function paint() {
    const ratio = devicePixelRatio;
    const [across, down] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
    const scale = Math.min(across / film.width, down / film.height);
    const left = (across - film.width * scale) / 2;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, across, down);
    context.setTransform(scale, 0, 0, scale, left, (down - film.height * scale) / 2);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = PEN;
    const seen = seenAt(film, time);
    const draw = (points, look, dash = []) => {
      context.strokeStyle = context.fillStyle = look;
      context.setLineDash(dash);
      paintFrom(context, points, 0);
    };
    context.lineWidth = PEN * 0.6;
    for (const points of seen.ghosts) draw(points, looks.ghost, DASH);
    context.lineWidth = PEN;
    for (const { points, isLive } of seen.strokes) draw(points, isLive ? looks.live : looks.ink);
    if (seen.pen) {
      context.beginPath();
      context.arc(seen.pen[0], seen.pen[1], PEN * 1.4, 0, 7);
      context.fillStyle = looks.live;
      context.fill();
    }
    const whole = seen.typed ? [{ text: seen.typed, x: film.width / 2, y: film.height / 2, size: film.height * 0.42 }] : [];
    [context.textAlign, context.textBaseline] = ["center", "middle"];
    for (const { text, x, y, size, isNew } of seen.pieces.length ? seen.pieces : whole) {
      context.fillStyle = isNew ? looks.live : looks.ink;
      context.font = `600 ${size}px sans-serif`;
      context.fillText(text, x, y, film.width * 0.9);
    }
    tell(seen);
  }

  function tell({ pause }) {
    slider.value = time;
    slider.setAttribute("aria-valuetext", inWords(film, time) || gettext("before the first stroke"));
    const rest = find("rest");
    rest.hidden = !pause;
    if (pause) rest.textContent = interpolate(gettext("pause, %(time)s"), { time: seconds(pause.real) });
    find("where").textContent = inWords(film, time);
  }

  function frame(now) {
    if (!last) return;
    const passed = (now - last) * speed;
    if (!still.matches) time += passed;
    else if (passed >= STILL_FOR) time = step(film, time, 1);
    if (!still.matches || passed >= STILL_FOR) last = now;
    if (time >= film.length) {
      time = film.length;
      stop();
    }
    paint();
    if (last) requestAnimationFrame(frame);
  }

  function play() {
    if (time >= film.length) time = still.matches ? step(film, 0, 1) : 0;
    last = performance.now();
    label(gettext("Pause"), true);
    requestAnimationFrame(frame);
  }

  function stop() {
    last = 0;
    label(gettext("Play"), false);
  }

  function label(words, playing) {
    playButton.setAttribute("aria-label", words);
    place.classList.toggle("is-playing", playing);
  }

  const toggle = () => (last ? stop() : play());
  const go = (by) => {
    stop();
    time = step(film, time, by);
    paint();
  };

  function show(which) {
    stop();
    film = films[which];
    time = film.length;
    slider.max = film.length;
    find("even").hidden = !film.even;
    marks();
    paint();
  }

  /** The pauses, to scale under the slider. */
  function marks() {
    const bar = find("marks");
    bar.replaceChildren(
      ...film.pauses.map(({ at, until, real }) => {
        const mark = document.createElement("span");
        mark.title = interpolate(gettext("pause, %(time)s"), { time: seconds(real) });
        mark.style.left = `${(100 * at) / film.length}%`;
        mark.style.width = `${(100 * (until - at)) / film.length}%`;
        return mark;
      }),
    );
  }

  playButton.addEventListener("click", toggle);
  find("back").addEventListener("click", () => go(-1));
  find("on").addEventListener("click", () => go(1));
  slider.addEventListener("input", () => {
    stop();
    time = Number(slider.value);
    paint();
  });
  for (const choice of place.querySelectorAll("[data-speed]")) {
    choice.addEventListener("click", () => {
      speed = Number(choice.dataset.speed);
      for (const one of place.querySelectorAll("[data-speed]")) one.setAttribute("aria-pressed", String(one === choice));
    });
  }
  find("version")?.addEventListener("change", ({ target }) => show(Number(target.value)));
  const keys = { " ": toggle, arrowright: () => go(1), arrowleft: () => go(-1), home: () => ((time = 0), stop(), paint()), end: () => ((time = film.length), stop(), paint()) };
  place.addEventListener("keydown", (event) => {
    const act = keys[event.key.toLowerCase()];
    if (!act || event.target.matches("select") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own arrows lead to other answers
    act();
  });
  // A space on a button would also press that button, when it comes up again.
  place.addEventListener("keyup", (event) => event.key === " " && event.target.matches("button") && event.preventDefault());
  new ResizeObserver(paint).observe(canvas);
  show(0);
  return {
    play() {
      playButton.focus({ preventScroll: true });
      play();
    },
  };
}
