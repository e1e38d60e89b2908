/** A re-reading: the bar moves while the page is seen, and one box ticks all. */

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
  const number = new Intl.NumberFormat("en-GB");
  let told = 0;

  const show = (facts) => {
    bar.max = facts.total;
    bar.value = facts.done;
    const failed = facts.failed ? `, ${number.format(facts.failed)} could not be read` : "";
    const marks = facts.open === 1 ? "1 mark" : `${number.format(facts.open)} marks`;
    words.textContent = `${number.format(facts.done)} of ${number.format(facts.total)} answers read, ${marks} would change${failed}`;
    soFar.hidden = facts.open <= Number(soFar.dataset.soFar);
    const tenth = Math.floor((10 * facts.done) / Math.max(1, facts.total));
    if (tenth > told) {
      told = tenth;
      spoken.textContent = `${tenth * 10} per cent read`;
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
