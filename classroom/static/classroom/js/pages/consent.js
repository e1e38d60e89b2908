// The consent page: ticks for many children at once.
const boxes = [...document.querySelectorAll('input[name="child"]')];
const bar = document.querySelector("[data-ticks]");
if (bar) {
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const what = event.target.dataset?.tick;
    if (!what) return;
    for (const box of boxes) box.checked = what === "none" && "unanswered" in box.dataset;
  });
}
