// Adds comfort to pages that work without it: focus on the error summary, counts, a print button.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

initAll();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Who must leave at once does not wait for the line: the screen is empty with the press.
for (const way of document.querySelectorAll("form[data-leave]")) {
  way.addEventListener("submit", () => { document.documentElement.hidden = true; });
}

// A weak line should not carry a file that is refused at its end.
for (const chosen of document.querySelectorAll("input[type=file][data-largest]")) {
  chosen.addEventListener("change", () => {
    const tooLarge = [...chosen.files].some((file) => file.size > Number(chosen.dataset.largest));
    chosen.setCustomValidity(tooLarge ? chosen.dataset.tooLarge : "");
    chosen.reportValidity();
  });
  chosen.form?.addEventListener("submit", (event) => {
    if (!chosen.checkValidity()) {
      event.preventDefault();
      chosen.reportValidity();
    }
  });
}

// Keeps what is typed while somebody tells us something, in case the line breaks or the page is closed.
const telling = document.querySelector("form[data-keep]");
if (telling && !telling.enctype.startsWith("multipart")) {
  const said = document.querySelector("[data-kept]");
  let waiting = 0;
  let sent = false;
  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    if (sent) return;
    const body = new URLSearchParams(new FormData(telling));
    body.set("go", "keep");
    // A browser lets go of what is longer when the page closes.
    const keepalive = body.toString().length < 60000;
    fetch(telling.action, { method: "POST", body, keepalive }).then((answer) => { said.hidden = answer.status !== 204; }, () => {});
  };
  telling.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 3000); });
  telling.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
  document.addEventListener("visibilitychange", () => { if (waiting && document.visibilityState === "hidden") keep(); });
  window.addEventListener("pageshow", () => { sent = false; });
}
