/** A re-reading: the bar moves while the page is seen, and one box ticks all. */

import { gettext, interpolate, language, ngettext } from "../words.js";

const EVERY = 1000; // ms

const card = document.querySelector("[data-progress]");
if (card?.dataset.state === "reading") watch(card);

const all = document.querySelector("[data-all]");
if (all) tickTogether(all);

function watch(card) {
  const bar = card.querySelector("[data-bar]");
  const words = card.querySelector("[data-words]");
  const spoken = card.querySelector("[data-spoken]");
  const soFar = document.querySelector("[data-so-far]");
  const nothing = document.querySelector("[data-nothing]"); // the heading "Nothing would change so far"
  const number = new Intl.NumberFormat(language);
  let told = 0;

  const show = (facts) => {
    bar.max = facts.total;
    bar.value = facts.done;
    const failed = facts.failed ? interpolate(gettext(", %(count)s could not be read"), { count: number.format(facts.failed) }) : "";
    const counts = { done: number.format(facts.done), total: number.format(facts.total), open: number.format(facts.open) };
    const said = ngettext("%(done)s of %(total)s answers read, %(open)s mark would change", "%(done)s of %(total)s answers read, %(open)s marks would change", facts.open);
    words.textContent = interpolate(said, counts) + failed;
    soFar.hidden = facts.open <= Number(soFar.dataset.soFar);
    if (nothing) nothing.hidden = facts.open > 0;
    const tenth = Math.floor((10 * facts.done) / Math.max(1, facts.total));
    if (tenth > told) {
      told = tenth;
      spoken.textContent = interpolate(gettext("%(percent)s per cent read"), { percent: tenth * 10 });
    }
  };

  const ask = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(card.dataset.progress, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) {
          const facts = await answer.json();
          if (facts.state !== "reading") {
            location.reload(); // the list of changes is there now
            return;
          }
          show(facts);
        }
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // no network: the next round asks again
      }
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}

function tickTogether(all) {
  const boxes = [...document.querySelectorAll('input[name="change"]')];
  all.closest("[data-tick-all]").hidden = false;
  const look = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", look);
  look();
}
