/** Answers that are tapped: cards to choose, tick or put in order, and a place to mark. They speak like a keypad. */

/** Between several cards in one answer, as the server has it (classroom/brackets.py). */
const BETWEEN = "; ";

/** The order of cards after one was tapped: it comes last, or goes away. Pure. */
export const reordered = (cards, card) => (cards.includes(card) ? cards.filter((one) => one !== card) : [...cards, card]);

/** The index of the spot nearest to a point. Pure. */
export const nearest = (spots, point) =>
  spots.reduce((best, spot, i) => (Math.abs(spot - point) < Math.abs(spots[best] - point) ? i : best), 0);

/** What is marked, from an index on each scale: "30" on a line, "(3, 4)" in a grid. Pure. */
export const placeText = (values, at) => {
  const named = values.map((one, i) => one[at[i]]);
  return named.length > 1 ? `(${named.join(", ")})` : named[0];
};

/** The index on each scale of a text that `placeText` gave; null for anything else. Pure. */
export function placeOf(values, text) {
  const named = text.replace(/[()\s]/g, "").split(",");
  const at = values.map((one, i) => one.indexOf(named[i]));
  return text && named.length === values.length && !at.includes(-1) ? at : null;
}

/**
 * Bring what the page holds in `place` to life.
 *
 * @param {{kind: string, onChange: (text: string) => void, onEnter: () => void}} facts
 */
export function createTapped(place, { kind, onChange, onEnter }) {
  const surface = { order: createOrder, place: createPlace }[kind] ?? createChoice;
  const made = surface(place, onChange);
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault(); // the next question has the focus then, and Enter would press its first card
    onEnter();
  });
  return {
    ...made,
    /** Afterwards the button that was pressed has nothing to rub out and takes no focus: who has only keys goes on here. */
    clear() {
      made.clear();
      made.focus();
    },
    rest: 3500, // looking for the next card to tick takes longer than lifting a pen
    freeze() {
      for (const one of place.querySelectorAll("input, button")) one.disabled = true;
      place.classList.add("is-frozen");
    },
  };
}

function createChoice(place, onChange) {
  const cards = [...place.querySelectorAll("input")];
  const told = (say) => cards.filter((one) => one.checked).map(say).join(BETWEEN);
  const text = () => told((one) => one.value);
  for (const one of cards) one.addEventListener("change", () => onChange(text()));
  const show = (shown) => {
    const chosen = cards[0].type === "radio" ? [shown] : shown.split(BETWEEN);
    for (const one of cards) one.checked = chosen.includes(one.value);
  };
  return {
    show,
    text,
    words: () => told((one) => one.parentElement.innerText),
    clear() {
      show("");
      onChange("");
    },
    focus: () => (cards.find((one) => one.checked) ?? cards[0]).focus({ preventScroll: true }),
  };
}

function createOrder(place, onChange) {
  const cards = [...place.querySelectorAll("[data-card]")];
  const places = place.querySelector("[data-places]").dataset.places.split("|");
  let order = [];
  const render = () => {
    for (const card of cards) {
      const at = order.indexOf(card.dataset.card);
      card.querySelector(".card-place").textContent = at < 0 ? "" : at + 1;
      card.setAttribute("aria-pressed", at >= 0);
      card.setAttribute("aria-label", at < 0 ? card.dataset.card : `${card.dataset.card}, ${places[at]}`);
    }
  };
  const become = (next) => {
    order = next;
    render();
    onChange(order.join(BETWEEN));
  };
  for (const card of cards) card.addEventListener("click", () => become(reordered(order, card.dataset.card)));
  render();
  return {
    show(shown) {
      order = shown ? shown.split(BETWEEN) : [];
      render();
    },
    text: () => order.join(BETWEEN),
    isDone: () => order.length === cards.length, // half an order is no wrong one
    clear: () => become([]),
    focus: () => cards[0].focus({ preventScroll: true }),
  };
}

function createPlace(place, onChange) {
  const svg = place.querySelector("svg");
  const marker = svg.querySelector("[data-marker]");
  const sliders = [...place.querySelectorAll("input")];
  const values = sliders.map((one) => one.dataset.values.split(";"));
  const spots = sliders.map((one) => one.dataset.spots.split(";").map(Number));
  const height = svg.viewBox.baseVal.height;
  let marked = false;
  const at = () => sliders.map((one) => Number(one.value));
  const text = () => (marked ? placeText(values, at()) : "");
  const render = () => {
    const [x, y] = at().map((index, i) => spots[i][index]);
    marker.setAttribute("visibility", marked ? "visible" : "hidden");
    marker.setAttribute("transform", `translate(${x} ${y ?? height * 0.57})`);
    sliders.forEach((one, i) => {
      const told = sliders.length > 1 ? values[i][one.value] : one.value;
      one.setAttribute("aria-valuetext", one.dataset.says.replace("%s", told.replace("-", "−")));
    });
  };
  const become = (next) => {
    next.forEach((index, i) => (sliders[i].value = index));
    marked = true;
    render();
    onChange(text());
  };
  for (const one of sliders) {
    one.addEventListener("input", () => become(at()));
    // The first mark is where the slider stands already: it does not move, but it was meant.
    one.addEventListener("click", () => marked || become(at()));
    one.addEventListener("keydown", ({ key }) => key === " " && become(at()));
  }
  const from = (event) => {
    const box = svg.getBoundingClientRect();
    const unit = svg.viewBox.baseVal.width / box.width;
    const point = [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
    become(spots.map((one, i) => nearest(one, point[i])));
  };
  svg.addEventListener("pointerdown", (event) => {
    if (sliders[0].disabled || !event.isPrimary) return;
    svg.setPointerCapture(event.pointerId);
    from(event);
  });
  svg.addEventListener("pointermove", (event) => svg.hasPointerCapture(event.pointerId) && from(event));
  render();
  return {
    show(shown) {
      const found = placeOf(values, shown);
      marked = found !== null;
      found?.forEach((index, i) => (sliders[i].value = index));
      render();
    },
    text,
    clear() {
      marked = false;
      render();
      onChange("");
    },
    focus: () => sliders[0].focus({ preventScroll: true }),
  };
}
