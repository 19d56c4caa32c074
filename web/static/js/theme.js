// The switch of theme, without a reload. The cookie is what the server renders from next time.
const themes = /** @type {HTMLFormElement | null} */ (document.getElementById("themes"));

export function startTheme() {
  if (themes?.hidden) restore();
  themes?.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    event.preventDefault();
    choose(button.value);
  });
}

/** Files are written with no reader's choice in them. */
function restore() {
  themes.hidden = false;
  const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
  if (chosen) apply(chosen[1]);
}

/** @param {string} theme `auto`, `light` or `dark` */
function choose(theme) {
  const { index } = document.body.dataset;
  const path = index ? new URL("..", new URL(index, location.href)).pathname : new URL(themes.action).pathname.replace(/preferences$/, "");
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=${path}; max-age=31536000; samesite=lax${secure}`;
  apply(theme);
}

/** @param {string} theme */
function apply(theme) {
  document.documentElement.dataset.theme = theme;
  const meta = document.querySelector('meta[name="color-scheme"]');
  meta?.setAttribute("content", theme === "auto" ? "light dark" : theme);
  for (const button of themes.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
