// `j` and `k` walk the hits, Enter opens the one that is reached, Space shows all of it.
import { isTyping } from "./keys.js";
import { announce, word } from "./words.js";

export function startWalking() {
  document.addEventListener("keydown", (event) => {
    const taken = event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
    if (taken || isTyping(event.target)) return;
    const step = { j: 1, k: -1 }[event.key];
    const entry = document.activeElement.closest("#results .entry");
    if (step) walk(event, entry, step);
    else if (event.key === " " && entry && document.activeElement.closest(".entry-title")) {
      event.preventDefault();
      preview(entry);
    }
  });
}

/** @param {KeyboardEvent} event @param {Element | null} entry @param {number} step */
function walk(event, entry, step) {
  const entries = [...document.querySelectorAll("#results .entry")];
  const next = entry ? entries[entries.indexOf(entry) + step] : entries[step > 0 ? 0 : entries.length - 1];
  if (!next) return;
  event.preventDefault();
  next.querySelector(".entry-title a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** The whole text of an entry in the place of its snippet, and back. @param {Element} entry */
async function preview(entry) {
  const open = entry.querySelector(".preview");
  if (open) {
    open.remove();
    return entry.classList.remove("previewed");
  }
  const answer = await fetch(entry.querySelector(".permalink").href).catch(() => null);
  if (!answer?.ok) return announce(word("offline"));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const text = page.querySelector(".single .body");
  if (!text) return announce(word("whole"));
  if (entry.querySelector(".preview")) return;
  text.classList.replace("body", "preview");
  entry.querySelector(".meta").after(text);
  entry.classList.add("previewed");
  announce(text.textContent.trim());
}
