// Everything here is an extra: without scripts each page is complete.
import { isStatic } from "./client.js";
import { showCopying, startCopying } from "./copying.js";
import { startFacets } from "./facets.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startMissed } from "./missed.js";
import { startPages } from "./pages.js";
import { startRange } from "./range.js";
import { startSuggestions } from "./suggestions.js";
import { startTheme } from "./theme.js";
import { startWalking } from "./walking.js";

// A server's address of a page in another language, where the language is part of the path.
const asked = new URLSearchParams(location.search);
const other = isStatic && document.querySelector(`.languages a[hreflang="${CSS.escape(asked.get("lang") ?? "")}"]:not([aria-current])`);
if (other) {
  asked.delete("lang");
  location.replace(`${other.getAttribute("href").split("?")[0]}${[...asked].length ? `?${asked}` : ""}${location.hash}`);
}

startTheme();
startKeys();
startWalking();
startSuggestions();
startCopying();
startPages();
startLive(() => {
  showCopying();
  startFacets();
  startRange();
  startMissed();
});
