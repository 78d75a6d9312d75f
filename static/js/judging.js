// Words that can sound like a judgment, in notes of what was seen: quietly underlined, with an offer to move their sentence to
// "I wonder". It helps and never blocks: nothing here changes a text but that button, and every word may be left as it stands.

const PAUSE = 400; // after the last key; also after leaving a field, so that nothing moves under a finger that is on its way
const FEW = 4; // fields that are looked at in one go
const HEARD = 100; // a live region is read out when it changes some time after it came

// --- words in a text

const LETTER = "[\\p{L}\\p{M}\\p{N}]";
const WORD = new RegExp(`${LETTER}+`, "gu");
const compiled = new WeakMap(); // rules → what finds their words

// What somebody said. An apostrophe is no quotation mark: zo’n, ’s ochtends (which a tablet may write as ‘s), de foto's.
const SMALL = `(?!(?:s|t|n|k|m|r)(?!${LETTER}))`;
const QUOTED = new RegExp([
  "“[^”\\n]*”", "„[^”“\\n]*[”“]", "«[^»\\n]*»", '"[^"\\n]*"',
  `‘${SMALL}(?:[^’\\n]|’(?=${LETTER}))*’(?!${LETTER})`,
  `(?:^|[^\\p{L}\\p{M}\\p{N}'])'${SMALL}(?:[^'\\n]|'(?=${LETTER}))*'(?!${LETTER})`,
].join("|"), "gmu");

/** Where the words of these rules (checklists/judging.py) stand in the text: whole words, in any case, the longest where more than
 *  one fits, none in a quotation and none that is something else there. */
export function find(text, rules) {
  const own = small(text.replace(QUOTED, (quoted) => "\0".repeat(quoted.length)));
  if (!compiled.has(rules)) compiled.set(rules, compile(rules));
  const { phrases, isWord, other } = compiled.get(rules);
  const span = (start, words) => ({ start, end: start + words.length, word: plain(words) });
  const found = [...own.matchAll(phrases)].map(({ 1: before, 2: words, index }) => span(index + before.length, words));
  for (const { 0: word, index } of own.matchAll(WORD)) {
    if (isWord(plain(word)) && !found.some(({ start, end }) => start <= index && index < end)) found.push(span(index, word));
  }
  return found.filter(({ word }) => !other.includes(word)).sort((one, next) => one.start - next.start);
}

const plain = (words) => words.normalize("NFC").toLowerCase().replace(/\s+/g, " ");

/** Without capitals, and as long as it was (İ would become two). A pattern that has to look for both takes three times as long to make. */
const small = (text) => text.replace(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));

function compile({ words, phrases, other, before = "(?!)" }) {
  const [single, more] = [new Set(words), new RegExp(before)];
  return {
    phrases: new RegExp(`(^|[^\\p{L}\\p{M}\\p{N}])(${phrases})(?!${LETTER})`, "gu"),
    isWord: (word) => single.has(word) || single.has(word.replace(more, "")),
    other,
  };
}

// --- sentences

const MARKS = /\n|[.!?…]+["”»’')\]]*/g;
const LAST = /(?:^|[^\p{L}\p{M}\p{N}.])((?:[\p{L}\p{M}]+\.)*[\p{L}\p{M}]+)$/u;

/** The sentence around this place, without the white space around it. */
export function sentence(text, at, { short = [], mayEnd = [] } = {}) {
  const isEnd = (mark) => isStop(text, mark) && !isShort(text, mark, short, mayEnd);
  const stops = [...text.matchAll(MARKS)].filter(isEnd).map((mark) => mark.index + mark[0].length);
  const from = Math.max(0, ...stops.filter((stop) => stop <= at));
  const whole = text.slice(from, stops.find((stop) => stop > at));
  const start = from + whole.length - whole.trimStart().length;
  return { start, end: start + whole.trim().length };
}

/** No stop: the dot in 10.31, and dots after which the sentence goes on with a small letter. */
function isStop(text, { 0: mark, index }) {
  const rest = text.slice(index + mark.length);
  if (mark === "\n") return true;
  return /^(\s|$)/.test(rest) && !(/^(\.{2,}|…)/.test(mark) && /^\s+\p{Ll}/u.test(rest));
}

/** The dot of "bijv.", "o.a.", "J. de Vries": single letters and words that are known; some of them end a sentence before a capital. */
function isShort(text, { 0: mark, index }, short, mayEnd) {
  const word = mark === "." && text.slice(0, index).match(LAST)?.[1];
  if (!word) return false;
  const small = word.toLowerCase();
  if (mayEnd.includes(small)) return !/^\s*(\p{Lu}|$)/u.test(text.slice(index + 1));
  return short.includes(small) || /^(\p{L}\p{M}*\.)*\p{L}\p{M}*$/u.test(word);
}

/** The text without that sentence. Lines that were apart stay apart. */
export function cut(text, { start, end }) {
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end).trimStart();
  const gaps = [text.slice(before.length, start), text.slice(end, text.length - after.length)];
  const [, breaks] = gaps.map((gap) => gap.replace(/[^\n]/g, "")).sort(); // the longer of the two
  return [before, after].filter(Boolean).join(breaks || " ");
}

// --- fields on the page

/** Looks after the text fields of this form. `applies(textarea)` tells which; `move(textarea, sentence)` answers true when it
 *  took the sentence over, which is then taken out of the field.
 *
 *  Returns look(textarea, source): call it when a text changed without being typed there. `source` is the field where the
 *  same words were typed. Without a textarea it looks at all of them. */
export function watch(form, options) {
  const fields = new Map(); // textarea → Field
  const isOwn = (target) => target.tagName === "TEXTAREA" && target.form === form;
  const unseen = new Set([...form.elements].filter(isOwn)); // since the page came
  const fieldOf = (textarea) => fields.get(textarea) || fields.set(textarea, new Field(textarea, options)).get(textarea);
  const look = (textarea, source) => {
    if (!textarea) return [...form.elements].filter((each) => isOwn(each) && !unseen.has(each)).map(fieldOf).forEach((field) => field.timer || field.look());
    if (source) fieldOf(textarea).follow(fieldOf(source));
    fieldOf(textarea).look();
  };
  document.addEventListener("input", ({ target }) => isOwn(target) && fieldOf(target).typed());
  document.addEventListener("change", ({ target }) => {
    if (isOwn(target)) fieldOf(target).wait();
    else if (target.form === form) look(); // another kind of moment
  });
  document.addEventListener("scroll", ({ target }) => fields.get(target)?.scroll(), true);
  /** A page that opens has seventy fields: first the patterns are made, then a few at a time, so that no finger waits for all of them. */
  const begin = () => {
    for (const textarea of [...unseen].slice(0, FEW)) {
      unseen.delete(textarea);
      look(textarea);
    }
    if (unseen.size) setTimeout(begin);
  };
  setTimeout(() => {
    find("", options.rules);
    setTimeout(begin);
  });
  return look;
}

/** How the text lies in a field; its copy under it lies the same. */
const LIE = [
  "fontFamily", "fontSize", "fontStyle", "fontWeight", "letterSpacing", "lineHeight", "paddingBottom", "paddingLeft",
  "paddingRight", "paddingTop", "tabSize", "textAlign", "textIndent", "wordSpacing",
];

class Field {
  left = new Set(); // words that the person lets stand here
  isTyped = false; // what stood here before is underlined and left in peace
  mirror = null;
  nudge = null;
  timer = null;
  sizes = null;
  text = ""; // where the words were looked for
  words = [];

  constructor(textarea, { rules, applies, move }) {
    Object.assign(this, { textarea, rules, applies, move });
  }

  get found() {
    const { value } = this.textarea;
    if (value !== this.text) [this.text, this.words] = [value, find(value, this.rules)];
    return this.words.length && this.applies(this.textarea) ? this.words.filter(({ word }) => !this.left.has(word)) : [];
  }

  typed() {
    this.isTyped = true;
    if (this.mirror) this.underline(this.found);
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  look() {
    clearTimeout(this.timer);
    this.timer = null;
    const { found } = this;
    this.underline(found);
    this.offer(this.isTyped ? found[0] : null);
  }

  follow({ isTyped, left }) {
    this.isTyped = isTyped;
    this.left = new Set(left);
  }

  // --- the underline: a copy of the text under the field, of which only the line shows

  underline(found) {
    if (!found.length) return this.erase();
    if (!this.mirror) this.draw();
    const { textContent, childElementCount } = this.mirror;
    if (textContent === `${this.textarea.value}\n` && childElementCount === found.length) return;
    this.mirror.replaceChildren(...this.copy(found));
    this.lay();
  }

  /** The last line end keeps an empty last line as high as the field has it. */
  copy(found) {
    const { value } = this.textarea;
    const parts = found.flatMap(({ start, end }, at) => {
      const marked = document.createElement("u");
      marked.textContent = value.slice(start, end);
      return [value.slice(found[at - 1]?.end ?? 0, start), marked];
    });
    return [...parts, `${value.slice(found[found.length - 1].end)}\n`];
  }

  draw() {
    this.mirror = document.createElement("div");
    this.mirror.className = "mk-mirror";
    this.mirror.setAttribute("aria-hidden", "true");
    this.textarea.before(this.mirror);
    this.sizes = new ResizeObserver(() => this.lay());
    this.sizes.observe(this.textarea);
    this.sizes.observe(this.textarea.parentElement);
  }

  erase() {
    this.sizes?.disconnect();
    this.mirror?.remove();
    this.mirror = null;
  }

  lay() {
    const { textarea, mirror } = this;
    const looks = getComputedStyle(textarea);
    const edges = textarea.offsetWidth - textarea.clientWidth; // its borders, and a scroll bar
    for (const name of LIE) mirror.style[name] = looks[name];
    mirror.style.left = `${textarea.offsetLeft + textarea.clientLeft}px`;
    mirror.style.top = `${textarea.offsetTop + textarea.clientTop}px`;
    mirror.style.width = `${parseFloat(looks.width) - edges}px`; // to a part of a pixel, or a line may break elsewhere
    mirror.style.height = `${textarea.clientHeight}px`;
    this.scroll();
  }

  scroll() {
    if (this.mirror) this.mirror.scrollTop = this.textarea.scrollTop;
  }

  // --- the offer

  offer(match) {
    if (!match) return this.withdraw();
    const isNew = !this.nudge;
    if (isNew) this.show();
    const name = this.nudge.querySelector("[data-name]");
    const words = this.textarea.value.slice(match.start, match.end);
    this.named = match.word;
    if (name.textContent !== words) setTimeout(() => (name.textContent = words), isNew ? HEARD : 0);
  }

  /** The next that Tab comes to. In sight it stands under the field's line, in the bar above it: there nothing may move between the field
   *  and its button. */
  show() {
    this.nudge = document.getElementById("judging").content.firstElementChild.cloneNode(true);
    this.nudge.querySelector("[data-move]").onclick = () => this.moveSentence();
    this.nudge.querySelector("[data-leave]").onclick = () => this.leave();
    this.textarea.after(this.nudge);
  }

  withdraw() {
    this.nudge?.remove();
    this.nudge = null;
  }

  moveSentence() {
    const { textarea } = this;
    const [match] = this.found;
    const place = match && sentence(textarea.value, match.start, this.rules);
    if (place && this.move(textarea, textarea.value.slice(place.start, place.end))) {
      textarea.value = cut(textarea.value, place);
      for (const name of ["input", "change"]) textarea.dispatchEvent(new Event(name, { bubbles: true }));
    }
    this.look();
    textarea.focus();
  }

  leave() {
    this.left.add(this.named);
    this.look();
    if (!this.nudge) this.textarea.focus();
  }
}
