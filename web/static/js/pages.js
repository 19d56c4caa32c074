// Pages of a static site whose questions a script answers: trends, and whether an address is listed.
import { isStatic, reading } from "./client.js";
import { showCopying } from "./copying.js";
import { announce, word } from "./words.js";

export async function startPages() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-answers]"));
  if (!isStatic || !place || !location.search) return;
  place.setAttribute("aria-busy", "true");
  for (const link of document.querySelectorAll(".languages a")) link.setAttribute("href", link.getAttribute("href").split("?")[0] + location.search);
  try {
    const { index, pages } = await reading();
    const nodes = await pages[place.dataset.answers](index, new URLSearchParams(location.search));
    if (nodes.length) place.replaceChildren(...nodes); // where nothing is asked, examples stay
    showCopying();
    announce(place.querySelector("h2")?.textContent.trim() ?? "");
  } catch {
    place.replaceChildren(failure(location.href));
  }
  place.removeAttribute("aria-busy");
}

/** What is said where an answer could not be had. @param {string} url where to try again */
export function failure(url) {
  const line = Object.assign(document.createElement("p"), { className: "suggestion", textContent: word("offline") });
  line.append(Object.assign(document.createElement("a"), { href: url, textContent: word("retry") }));
  announce(word("offline"));
  return line;
}
