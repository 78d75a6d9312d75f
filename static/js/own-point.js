// An item in the teacher's own words, on the page before the lesson.

import { write } from "./grow.js";
import { Row } from "./row.js";

/** With words it takes a place of the lens; the device keeps it until its need is chosen. */
export class OwnRow extends Row {
  type = "own";
  names = { text: "own-text", revision: "own-revision" };
  isOver = () => false;

  get key() {
    return this.box.dataset.own;
  }

  get rank() {
    return this.content().text ? 1 : 0;
  }

  get hasNoNeed() {
    const { text, theme } = this.content();
    return Boolean(text && !theme);
  }

  get holds() {
    return super.holds || this.hasNoNeed || Boolean(this.content().text && this.isOver());
  }

  content(served) {
    const text = this.says("own-text", served);
    return { text, theme: text && this.says("own-theme", served) };
  }

  entry() {
    return { type: "own", slot: Number(this.key), ...this.content() };
  }

  fill({ text, theme }) {
    write(this.text, text);
    if (theme) this.choose("own-theme", theme);
  }
}
