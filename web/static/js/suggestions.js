// Completions under the box: a combobox with a listbox (ARIA 1.2), by keyboard, mouse and touch.
import { client } from "./client.js";
import { submit } from "./older.js";
import { word } from "./words.js";

const SUGGEST_AFTER = 90;
const KINDS = ["title", "source", "tag", "category", "term"];

export function startSuggestions() {
  for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
}

class Suggestions {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = Object.assign(document.createElement("ul"), { className: "options", id: `${this.input.id}-options`, hidden: true });
    this.list.setAttribute("role", "listbox");
    if (form.classList.contains("main")) this.list.setAttribute("aria-orientation", "horizontal");
    this.list.setAttribute("aria-label", form.querySelector("label").textContent);
    this.input.after(this.list);
    this.at = -1;
    this.describe();
    this.listen();
  }

  describe() {
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.ask());
    this.input.addEventListener("compositionend", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // A press must not take the focus away from the box, or the list would be gone before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
  }

  ask() {
    clearTimeout(this.timer);
    this.waiting?.abort();
    const text = this.input.value.trim();
    if (!text) return this.close();
    this.timer = setTimeout(() => this.fetch(text), SUGGEST_AFTER);
  }

  /** @param {string} text */
  async fetch(text) {
    this.waiting = new AbortController();
    try {
      this.show(await client.suggest(text, this.waiting.signal));
    } catch (error) {
      // A newer text, or no network: the box works without completions.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    const typed = this.input.value.trim();
    const useful = suggestions.filter((one) => one.text !== typed);
    if (!useful.length || document.activeElement !== this.input) return this.close();
    this.list.replaceChildren(...useful.map((one, place) => this.option(one, place)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  option(suggestion, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.dataset.text = suggestion.text;
    const kind = word("kinds").split("|")[KINDS.indexOf(suggestion.kind)] ?? "";
    for (const [text, name] of [[suggestion.text, ""], [kind, "kind"], [word("hits", suggestion.count), "count"]]) {
      item.append(Object.assign(document.createElement("span"), { textContent: text, className: name }));
    }
    return item;
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.ask();
    } else if (event.key === "Escape") {
      // A browser would empty the box.
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.at]);
    }
  }

  move(step) {
    const count = this.list.children.length;
    this.at = this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === this.at)));
    const active = this.list.children[this.at];
    this.input.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  take(item) {
    if (!item) return;
    this.input.value = item.dataset.text;
    this.close();
    submit(this.form);
  }

  close() {
    clearTimeout(this.timer);
    this.waiting?.abort();
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
