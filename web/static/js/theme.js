// The switch of theme, without a reload. The cookie is what the server renders from next time.
const themes = /** @type {HTMLFormElement | null} */ (document.getElementById("themes"));

export function startTheme() {
  themes?.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    event.preventDefault();
    choose(button.value);
  });
}

/** @param {string} theme `auto`, `light` or `dark` */
function choose(theme) {
  document.documentElement.dataset.theme = theme;
  const path = new URL(themes.action).pathname.replace(/preferences$/, "");
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=${path}; max-age=31536000; samesite=lax${secure}`;
  const meta = document.querySelector('meta[name="color-scheme"]');
  meta?.setAttribute("content", theme === "auto" ? "light dark" : theme);
  for (const button of themes.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
