// Runs before htmx on the pages of staff. The pages ask for trusted types; markup that htmx fetches comes from this
// server only (selfRequestsOnly), so it may pass. Scripts and addresses of scripts have no policy and stay blocked.
if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", { createHTML: (markup) => markup });
}
