"""The simulated authority: invented people bring invented cases, and everything else is the real thing."""
