// Everything here is an extra: without scripts each page is complete.
import { showCopying, startCopying } from "./copying.js";
import { startFacets } from "./facets.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startRange } from "./range.js";
import { startSuggestions } from "./suggestions.js";
import { startTheme } from "./theme.js";
import { startWalking } from "./walking.js";

startTheme();
startKeys();
startWalking();
startSuggestions();
startCopying();
startLive(() => {
  showCopying();
  startFacets();
  startRange();
});
