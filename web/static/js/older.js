// What browsers of the baseline (docs/browsers.md) have no method for.

/** As if its button had been pressed. @param {HTMLFormElement} form */
export function submit(form) {
  if (form.requestSubmit) return form.requestSubmit();
  if (form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))) form.submit();
}
