// Writing a worksheet: leaving with unsaved changes asks first.
const form = document.querySelector("[data-guard]");
let changed = false;

form.addEventListener("input", () => { changed = true; });
document.body.addEventListener("htmx:afterRequest", (event) => {
  // Moved, removed and made lines change the text without anybody typing.
  if (event.detail.requestConfig?.elt?.name === "do") changed = true;
});
form.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
