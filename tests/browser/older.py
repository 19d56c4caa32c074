"""A browser of the baseline (docs/browsers.md), made from a new one by taking away what it lacks."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Route

METHODS = """
const gone = [
  [URL, 'canParse'], [URL, 'parse'], [AbortSignal, 'any'], [AbortSignal, 'timeout'],
  [Array.prototype, 'at'], [String.prototype, 'at'],
  [Array.prototype, 'findLast'], [Array.prototype, 'findLastIndex'],
  [Array.prototype, 'toSorted'], [Array.prototype, 'toReversed'], [Array.prototype, 'with'],
  [Object, 'hasOwn'], [Object, 'groupBy'], [Map, 'groupBy'], [Promise, 'withResolvers'], [Promise, 'try'],
  [window, 'structuredClone'], [Document, 'parseHTMLUnsafe'], [Document.prototype, 'startViewTransition'],
  [HTMLFormElement.prototype, 'requestSubmit'], [SubmitEvent.prototype, 'submitter'],
  [HTMLElement.prototype, 'popover'], [HTMLElement.prototype, 'showPopover'],
  [HTMLElement.prototype, 'hidePopover'], [HTMLElement.prototype, 'togglePopover'],
  [HTMLDialogElement.prototype, 'show'], [HTMLDialogElement.prototype, 'showModal'],
  [HTMLDialogElement.prototype, 'close'], [HTMLDialogElement.prototype, 'open'],
  [CSSStyleSheet.prototype, 'replaceSync'], [CSSStyleSheet.prototype, 'replace'],
  [Document.prototype, 'adoptedStyleSheets'], [ShadowRoot.prototype, 'adoptedStyleSheets'],
  [Element.prototype, 'checkVisibility'], [Element.prototype, 'setHTMLUnsafe'],
  ...['Label', 'Expanded', 'Selected', 'Busy', 'Pressed'].map(name => [Element.prototype, `aria${name}`]),
];
for (const [owner, name] of gone) delete owner[name];
const Sheet = window.CSSStyleSheet;
window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor'); };
window.CSSStyleSheet.prototype = Sheet.prototype;
for (const name of ['matches', 'closest', 'querySelector', 'querySelectorAll']) {
  for (const owner of [Element.prototype, Document.prototype, DocumentFragment.prototype]) {
    const known = owner[name];
    if (known) owner[name] = function (selector) {
      if (/:has\\(|:popover-open|:modal|:open\\b/.test(selector)) {
        throw new DOMException(`'${selector}' is not a valid selector.`, 'SyntaxError');
      }
      return known.call(this, selector);
    };
  }
}
"""
"""Deletes methods that came after Chrome 90 or Safari 15, and makes selectors that came later a mistake."""

STYLES = re.compile(
    r"light-dark(?=\()|color-mix(?=\()|(?<=:)has(?=\()|\b(?<=\d)dvh\b|\boklch(?=\()|popover-open|@container"
    r"|text-wrap|text-autospace|text-spacing-trim|(?<![\w-])rotate(?=:)|(?<![\w-])scale(?=:)|anchor-name"
)
"""What style sheets may say that the baseline does not know; it is passed over there."""


def age(context: BrowserContext) -> None:
    """Make every page of a context as poor as the baseline."""
    context.add_init_script(METHODS)
    context.route(re.compile(r"\.(css|js)(\?|$)"), _without_new_styles)


def _without_new_styles(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=STYLES.sub("unknown", answer.text()))
