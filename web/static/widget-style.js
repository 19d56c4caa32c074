// @ts-check
// How the element looks. `.root` takes back whatever a page makes elements inherit.
const LIGHT = "--t:#1d2129;--m:#5c6470;--g:#fff;--l:#868d99;--a:#0b57b0;--k:#ffe69c";
const DARK = "--t:#e8eaed;--m:#a4abb6;--g:#1b1e24;--l:#747c89;--a:#8ab8ff;--k:#6b5200";
/** Both at once, for browsers that choose by the element's own `color-scheme`; the others know the system's alone. */
const BOTH = LIGHT.replace(/(--.):([^;]+)/g, (_, name, light) => `${name}:light-dark(${light},${DARK.split(`${name}:`)[1].split(";")[0]})`);

export const STYLE = `
:host { display: block } :host([mode=button]) { display: inline-block } :host([hidden]), #list:empty, [hidden] { display: none !important }
.root {
  all: initial; display: block; direction: ltr; color-scheme: inherit; color: var(--text);
  font: 400 var(--jianbao-font-size, 16px)/1.5 serif; font-family: var(--jianbao-font, inherit);
  ${LIGHT}; --text: var(--jianbao-text, var(--t)); --muted: var(--jianbao-muted, var(--m));
  --ground: var(--jianbao-background, var(--g)); --line: var(--jianbao-border, var(--l)); --accent: var(--jianbao-accent, var(--a));
}
:host([theme=dark]) .root { ${DARK} } @media (prefers-color-scheme: dark) { :host([theme=auto]) .root { ${DARK} } }
@supports (color: light-dark(red, red)) { :host .root { ${BOTH} } }
:host([theme=light]) .root { color-scheme: light } :host([theme=dark]) .root { color-scheme: dark } :host([theme=auto]) .root { color-scheme: light dark }
* { box-sizing: border-box } button, input { font: inherit; color: inherit; background: none; border: 0; margin: 0; padding: 0 }
button, summary, .option { cursor: pointer } :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
.opener, .close, .head, .meta, legend, i { color: var(--muted); font-style: normal } .input::placeholder { color: var(--muted); opacity: 1 }
.box, .opener, .panel, .dialog { border: 1px solid var(--line); border-radius: var(--jianbao-radius, 8px); background: var(--ground) }
.box, .opener { display: flex; align-items: center; gap: .6em; padding-inline: 14px; min-block-size: 2.8em }
.box:focus-within, .opener:hover { border-color: var(--accent); outline: 1px solid var(--accent) }
.input { flex: 1; min-inline-size: 0; min-block-size: 2.7em; outline: 0; font-size: max(1em, 16px) }
.lens, .lens::after { position: relative; flex: none; inline-size: .8em; block-size: .8em; border: 2px solid var(--muted); border-radius: 50% }
.lens::after { content: ""; position: absolute; inset: 90% auto auto 90%; inline-size: .5em; block-size: 0; border-width: 2px 0 0; border-radius: 0; transform: rotate(45deg); transform-origin: 0 0 }
.panel { position: relative; margin: 0; padding: 0; overflow: auto; overscroll-behavior: contain; color: inherit }
.panel[floating] { position: fixed; inset: auto; z-index: 99999; box-shadow: 0 8px 28px #0003 } .panel[aria-busy=true] { opacity: .6; transition: opacity .2s .4s }
.dialog { inline-size: min(40em, 100vw - 1em); max-inline-size: none; max-block-size: 80vh; max-block-size: min(80vh, 100dvh - 1em); margin: min(10vh, 4em) auto auto; padding: 0; color: inherit }
.dialog[open] { display: flex; flex-direction: column; overflow: hidden } .dialog:not([open]) { display: none } .dialog::backdrop { background: #0007 }
.dialog.plain { position: fixed; inset: 0; z-index: 99999; box-shadow: 0 0 0 200vmax #0007 }
.dialog > * { border: 0 !important; outline: 0 !important } .head, .option, summary, fieldset { padding: .6em 16px }
.head { padding-inline-end: 6em } summary { position: absolute; inset: 0 0 auto auto; color: var(--accent) }
fieldset { display: flex; flex-wrap: wrap; gap: .4em; border: 0; margin: 0; min-inline-size: 0; padding-block: .2em }
legend { float: left; padding: .2em .4em 0 0 } .chip { border: 1px solid var(--line); border-radius: 2em; padding: .2em .8em }
.chip[aria-pressed=true] { background: var(--accent); color: var(--ground) } .chip i { color: inherit; margin-inline-start: .4em }
.option { display: block; text-decoration: none; overflow-wrap: anywhere; color: inherit }
.option:hover, .option[aria-selected=true] { background-color: #8090a82b }
.option[aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px }
.completion { display: flex; align-items: baseline; gap: .6em; padding-block: .3em } .completion i { margin-inline-start: auto }
.completion > :nth-child(2) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.title { font-weight: 600 } .meta > * + *::before { content: "·"; margin-inline: .45em } .head, .facets, .meta, .completion i { font-size: .8125em }
.snippet { font-size: .875em; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
.mark { background: var(--jianbao-mark, var(--k)); color: inherit } .all, .more { text-align: center; color: var(--accent) }
.image { float: right; margin-inline-start: 1em; border-radius: 4px; object-fit: cover } .label, .keys { padding: .6em 16px .2em; font-size: .8125em; color: var(--muted) } .keys { padding-block: .2em .6em }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
`;
