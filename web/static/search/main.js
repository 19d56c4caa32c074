// What a page loads when something is first searched on a static site.
export { show } from "./answer.js";
export { StaticIndex } from "./index.js";
export { pages } from "./pages.js";
