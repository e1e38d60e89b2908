/**
 * Questions off the screen are skipped (wall.css) until they come near, and then cost a frame many times as long as
 * later. So each is rendered once ahead, when there is nothing else to do: its styles and its size are known from then on.
 */

const soon = (deed) => (window.requestIdleCallback ?? setTimeout)(deed);

/** @param {HTMLElement} wall */
export function renderAhead(wall) {
  const waiting = [...wall.querySelectorAll("[data-section]")];
  const next = () => {
    const section = waiting.shift();
    if (!section) return;
    section.style.contentVisibility = "visible";
    requestAnimationFrame(() =>
      soon(() => {
        section.style.contentVisibility = "";
        next();
      }),
    );
  };
  soon(next);
}
