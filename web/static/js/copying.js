// Copy an entry as Markdown, citation or permalink: a menu beside each entry, buttons on its own page.
import { client } from "./client.js";
import { announce, word } from "./words.js";

let menu;
let owner;

export function startCopying() {
  showCopying();
  document.getElementById("main").addEventListener("click", (event) => {
    const button = event.target.closest("button.copying");
    if (!button) return;
    const text = button.nextElementSibling?.matches("pre") && button.nextElementSibling.textContent;
    if (text) copy(text, button);
    else toggle(button, button.closest("[data-entry]").dataset.entry);
  });
}

/** Their places are kept by the server; they do nothing without a script. */
export function showCopying() {
  for (const button of document.querySelectorAll("button.copying[hidden]")) button.hidden = false;
}

async function toggle(button, id) {
  if (owner === button) return close();
  close();
  owner = button;
  const citations = await client.citations(id).catch(() => null);
  if (!citations || owner !== button) return announce(word("offline"));
  open(button, citations);
}

function open(button, citations) {
  menu = Object.assign(document.createElement("div"), { className: "copy-menu" });
  menu.setAttribute("role", "menu");
  menu.append(...citations.map((one) => menuItem(one)));
  button.after(menu);
  const room = button.offsetParent.clientWidth - menu.offsetWidth;
  menu.style.left = `${Math.max(0, Math.min(button.offsetLeft, room))}px`;
  button.setAttribute("aria-expanded", "true");
  menu.addEventListener("keydown", press);
  document.addEventListener("pointerdown", outside);
  menu.firstElementChild.focus();
}

function menuItem(citation) {
  const item = Object.assign(document.createElement("button"), { type: "button", textContent: citation.title, tabIndex: -1 });
  item.setAttribute("role", "menuitem");
  item.addEventListener("click", async () => {
    const from = owner;
    close();
    from.focus();
    await copy(citation.text, from);
  });
  return item;
}

function press(event) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    const from = owner;
    close();
    from.focus();
    if (event.key === "Escape") event.preventDefault();
  }
}

function outside(event) {
  if (!menu?.contains(event.target) && !owner?.contains(event.target)) close();
}

function close() {
  owner?.setAttribute("aria-expanded", "false");
  menu?.remove();
  document.removeEventListener("pointerdown", outside);
  menu = owner = undefined;
}

async function copy(text, button) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyOldWay(text);
  button.textContent = word("copied");
  announce(word("copied"));
  setTimeout(() => (button.textContent = word("copy")), 2000);
}

/** Without HTTPS browsers keep the clipboard to this. */
function copyOldWay(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "vh" });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
