// A box that narrows a long list of values.
import { word } from "./words.js";

/** What was typed into each list's box, kept when results change. */
const typed = new Map();

export function startFacets() {
  startPanel();
  for (const facet of document.querySelectorAll(".facet")) {
    const name = facet.dataset.facet;
    const details = facet.querySelector("details");
    if (!details) continue;
    const box = document.createElement("input");
    box.type = "search";
    box.id = `find-${name}`;
    const label = word("filter", facet.querySelector("h2").textContent);
    box.setAttribute("aria-label", label);
    box.placeholder = label;
    box.value = typed.get(name) ?? "";
    box.addEventListener("input", () => narrow(facet, name, box.value));
    details.querySelector("summary").after(box);
    narrow(facet, name, box.value);
  }
}

/** On a phone the facets are a panel, which stays open while values are chosen. */
function startPanel() {
  const answer = document.getElementById("answer");
  const turn = (open) => (event) => {
    // Where it is no panel, the link leads to the results.
    if (!open && answer.dataset.filters !== "open") return;
    event.preventDefault();
    answer.dataset.filters = open ? "open" : "";
    answer.querySelector(open ? ".facets-close a" : ".to-filters a")?.focus();
  };
  answer.querySelector(".to-filters a")?.addEventListener("click", turn(true));
  answer.querySelector(".facets-close a")?.addEventListener("click", turn(false));
  answer.querySelector(".facets")?.addEventListener("keydown", (event) => event.key === "Escape" && turn(false)(event));
}

function narrow(facet, name, text) {
  typed.set(name, text);
  const wanted = plain(text);
  for (const item of facet.querySelectorAll("details li")) {
    item.hidden = !plain(item.querySelector("bdi").textContent).includes(wanted);
  }
}

const plain = (text) => text.normalize("NFKC").toLowerCase().trim();
