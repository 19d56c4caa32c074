// A range of months on the histogram: by dragging over it, or by two sliders.
import { addressOf, visit } from "./live.js";

const COMMIT_AFTER = 500;
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -1e6, End: 1e6 };
const SVG = "http://www.w3.org/2000/svg";

/** A year, month or day as people write it; the server reads the same. */
const DATE = /^\d{4}([-/.年]\d{1,2}([-/.月]\d{1,2})?)?[年月日]?$/;

export function startRange() {
  for (const field of document.querySelectorAll(".range input:not([type=hidden])")) {
    field.addEventListener("input", () => check(/** @type {HTMLInputElement} */ (field)));
  }
  const plot = document.querySelector(".plot");
  if (plot) new Range(plot);
}

/** The browser would speak of patterns, in its own language. @param {HTMLInputElement} field */
function check(field) {
  const text = field.value.normalize("NFKC").replace(/\s+/g, "");
  field.setCustomValidity(!text || DATE.test(text) ? "" : field.form.dataset.date);
}

class Range {
  /** @param {HTMLElement} plot */
  constructor(plot) {
    this.plot = plot;
    this.svg = plot.querySelector("svg");
    this.months = [...plot.querySelectorAll("[data-month]")].map((one) => one.dataset.month);
    this.names = new Map([...plot.querySelectorAll("a[data-month]")].map((one) => [one.dataset.month, one.textContent]));
    const { from, to, labels } = plot.dataset;
    this.chosen = Boolean(from || to);
    const begin = this.months.findIndex((one) => one >= from);
    const end = this.months.filter((one) => one.slice(0, to.length) <= to).length - 1;
    this.last = to ? Math.max(0, end) : this.months.length - 1;
    this.first = begin < 0 ? this.last : Math.min(begin, this.last);
    this.brush = document.createElementNS(SVG, "rect");
    this.brush.setAttribute("class", "brush");
    this.brush.setAttribute("height", this.svg.querySelector(".hit")?.getAttribute("height") ?? "0");
    this.svg.prepend(this.brush);
    this.bars = this.months.map((month) => plot.querySelector(`[data-month="${month}"] .bar`));
    this.fields = ["from", "to"].map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)));
    this.thumbs = labels.split("|").map((label, end) => this.thumb(label, end));
    this.svg.addEventListener("pointerdown", (event) => this.drag(event));
    this.draw();
  }

  thumb(label, end) {
    const button = document.createElement("button");
    const about = { type: "button", role: "slider", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": this.months.length - 1 };
    for (const [name, value] of Object.entries(about)) button.setAttribute(name, value);
    button.className = "thumb";
    button.id = `thumb-${end}`;
    button.addEventListener("keydown", (event) => this.press(event, end));
    button.addEventListener("pointerdown", (event) => this.drag(event, end));
    this.plot.append(button);
    return button;
  }

  press(event, end) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.commit();
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    if (end) this.last = this.bound(this.last + step, this.first, this.months.length - 1);
    else this.first = this.bound(this.first + step, 0, this.last);
    this.chosen = true;
    this.draw();
    this.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(), COMMIT_AFTER);
  }

  bound(value, least, most) {
    return Math.min(Math.max(value, least), most);
  }

  /** Over the plot (a new range from here) or by a thumb (`end`: 0 or 1). */
  drag(event, end) {
    if (event.button) return;
    const before = [this.first, this.last, this.chosen];
    const written = this.fields.map((field) => field.value);
    const start = end === undefined ? this.under(event) : end ? this.first : this.last;
    const from = event.clientX;
    let moved = false;
    let over = false;
    const listening = new AbortController();
    const on = (name, act, more) => addEventListener(name, act, { signal: listening.signal, ...more });
    if (end !== undefined) event.preventDefault();
    on("pointermove", (next) => {
      if (over) return;
      if (!moved && Math.abs(next.clientX - from) < 5) return;
      moved = true;
      const here = this.under(next);
      [this.first, this.last, this.chosen] = [Math.min(start, here), Math.max(start, here), true];
      this.draw();
      this.tell();
    });
    const stop = (keep) => {
      // After the click that may follow.
      setTimeout(() => listening.abort());
      if (over) return;
      over = true;
      if (!keep) {
        [this.first, this.last, this.chosen] = before;
        this.fields.forEach((field, end) => (field.value = written[end]));
      }
      this.draw();
      if (keep && moved) this.commit();
    };
    on("pointerup", () => stop(true));
    on("pointercancel", () => stop(false));
    on("keydown", (key) => key.key === "Escape" && stop(false));
    // The click that ends a drag is not a click on a bar.
    on("dragstart", (next) => next.preventDefault(), { capture: true });
    this.svg.addEventListener("click", (click) => moved && click.preventDefault(), { capture: true, signal: listening.signal });
    if (end !== undefined) this.thumbs[end].focus();
  }

  under(event) {
    const frame = this.svg.getBoundingClientRect();
    const place = Math.floor(((event.clientX - frame.left) / frame.width) * this.months.length);
    return this.bound(place, 0, this.months.length - 1);
  }

  draw() {
    const step = 100 / this.months.length;
    this.brush.setAttribute("x", `${this.first * step}%`);
    this.brush.setAttribute("width", this.chosen ? `${(this.last - this.first + 1) * step}%` : "0");
    this.bars.forEach((bar, place) => bar?.classList.toggle("on", this.chosen && place >= this.first && place <= this.last));
    this.thumbs.forEach((thumb, end) => {
      const place = end ? this.last : this.first;
      thumb.style.left = `${(place + end) * step}%`;
      thumb.classList.toggle("idle", !this.chosen);
      thumb.setAttribute("aria-valuenow", String(place));
      thumb.setAttribute("aria-valuetext", this.names.get(this.months[place]) ?? this.months[place]);
    });
  }

  /** The fields say what the hand is about to choose. */
  tell() {
    this.fields.forEach((field, end) => (field.value = this.months[end ? this.last : this.first]));
  }

  /** Search in the range; the whole span is no range. */
  commit() {
    clearTimeout(this.timer);
    const whole = this.first === 0 && this.last === this.months.length - 1;
    if (whole) this.fields.forEach((field) => (field.value = ""));
    else this.tell();
    visit(addressOf(this.fields[0].form), { refill: true });
  }
}
