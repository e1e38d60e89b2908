/** Takes over what changed on the wall, as the server rendered it, without moving what a teacher is looking at. */

/** All that `selector` finds, by what `name` of its data says: hundreds are looked up for each change. */
const indexed = (root, name) => new Map([...root.querySelectorAll(`[data-${name}]`)].map((one) => [one.dataset[name], one]));

const stampOf = (thumb) => thumb.dataset.state.split(":").slice(0, 2).join(":");
const isDrawn = (thumb) => thumb.querySelector(".ink") !== null;
const placeIn = (group) => group.querySelector("[data-thumbs]");

/**
 * The answers of `fresh` that this page has no drawing of. A thumb may stand here without one: its ink came after it was
 * asked which drawings are missing, and before they were fetched.
 */
export function undrawn(wall, fresh) {
  const known = new Set([...wall.querySelectorAll("[data-thumb]")].filter(isDrawn).map(stampOf));
  return [...fresh.querySelectorAll("[data-thumb]")].filter((one) => !known.has(stampOf(one))).map((one) => one.dataset.thumb);
}

/** A thumb as it is now, with the drawing that the page has; what was pulled out stays so. */
function renewed(old, next) {
  if (old && stampOf(old) === stampOf(next)) {
    const drawing = old.querySelector(".ink");
    if (drawing && !next.querySelector(".ink")) next.querySelector("label").insertBefore(drawing, next.querySelector(".thumb-note"));
  } else {
    next.classList.add("is-new");
  }
  return next;
}

function mergeThumb(group, next, old) {
  const stays = old?.closest("[data-group]") === group;
  if (stays && old.dataset.state === next.dataset.state && (isDrawn(old) || !isDrawn(next))) return;
  const held = old?.contains(document.activeElement) ? document.activeElement.tagName : "";
  const isPulled = stays && old.closest("[data-pulled]") && stampOf(old) === stampOf(next);
  const fresh = renewed(old, next);
  if (isPulled && !fresh.classList.contains("is-decided")) {
    fresh.querySelector("input").checked = old.querySelector("input").checked;
    old.replaceWith(fresh);
  } else if (stays && !old.closest("[data-pulled]")) {
    old.replaceWith(fresh);
  } else {
    old?.remove();
    placeIn(group).append(fresh);
  }
  // What is being read anew has no tick box until it was read.
  if (held) (fresh.querySelector(held === "A" ? "a" : "input") ?? fresh.querySelector("a")).focus({ preventScroll: true });
}

function mergeGroup(place, next, known, thumbs) {
  const inside = [...placeIn(next).children];
  let group = known;
  if (!group) {
    group = next;
    placeIn(group).replaceChildren();
    place.querySelector("[data-silent]").before(group); // at the end: nothing moves that is being looked at
  } else {
    group.dataset.says = next.dataset.says;
    group.classList.toggle("is-small", next.classList.contains("is-small"));
    group.querySelector("[data-facts]").replaceChildren(...next.querySelector("[data-facts]").childNodes);
  }
  for (const thumb of inside) mergeThumb(group, thumb, thumbs.get(thumb.dataset.thumb));
}

/**
 * @param {HTMLElement} wall  as it is shown
 * @param {HTMLElement} fresh  as the server renders it now; taken apart
 * @param {HTMLElement | null} anchor  stays where it is on the screen
 */
export function merge(wall, fresh, anchor) {
  const before = anchor?.getBoundingClientRect().top;
  const sections = indexed(wall, "section");
  const groups = indexed(wall, "group");
  const thumbs = indexed(wall, "thumb");
  const left = indexed(fresh, "thumb");
  let place = null;
  for (const next of [...fresh.querySelectorAll("[data-section]")]) {
    const known = sections.get(next.dataset.section);
    if (!known) {
      if (place) place.after(next);
      else wall.prepend(next);
      place = next;
      continue;
    }
    place = known;
    place.querySelector("[data-silent]").textContent = next.querySelector("[data-silent]").textContent;
    for (const group of [...next.querySelectorAll("[data-group]")]) mergeGroup(place, group, groups.get(group.dataset.group), thumbs);
  }
  // What waits no more leaves the wall of doubts; what was decided here stays in sight until the page is left.
  for (const thumb of [...wall.querySelectorAll("[data-thumb]")]) {
    if (!left.has(thumb.dataset.thumb) && thumb.dataset.decided === undefined && !thumb.contains(document.activeElement)) thumb.remove();
  }
  for (const group of [...wall.querySelectorAll("[data-group]")]) {
    if (!group.querySelector("[data-thumb]")) group.remove();
  }
  wall.querySelector("[data-nothing]")?.toggleAttribute("hidden", wall.querySelector("[data-thumb]") !== null);
  wall.dataset.version = fresh.dataset.version;
  wall.dataset.count = fresh.dataset.count;
  wall.dataset.toLookAt = fresh.dataset.toLookAt;
  if (anchor?.isConnected) window.scrollBy(0, anchor.getBoundingClientRect().top - before);
}
