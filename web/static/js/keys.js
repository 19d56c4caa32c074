// `/` and Ctrl/⌘ K lead to the box, from anywhere but another field.
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (event.isComposing || event.defaultPrevented || !(command || (slash && !isTyping(event.target)))) return;
    const box = /** @type {HTMLInputElement | null} */ (document.getElementById("q"));
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
