// Adds comfort to pages that work without it: focus on the error summary, counts, a print button.
import { initAll } from "./vendor/govuk-frontend-6.3.0/govuk-frontend.min.js";

initAll();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
