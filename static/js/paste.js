// A table on its way into a draft: what a document puts on the clipboard is read cell by cell, and while somebody chooses what columns hold,
// the page says at once what that makes of it. The server keeps nothing of it before the press.

let asked = 0;

// --- pasting

/** A cell with a tab or a line end in it, or that begins with a quote, stands between quotes (studio/tables/text.py). */
function quoted(text) {
  const isOdd = /[\t\n]/.test(text) || text.startsWith('"');
  return isOdd ? `"${text.replaceAll('"', '""')}"` : text;
}

function words(cell) {
  cell.querySelectorAll("del, style, script").forEach((gone) => gone.remove());
  cell.querySelectorAll("br").forEach((end) => end.replaceWith("\u2028"));
  cell.querySelectorAll("p, li, div").forEach((block) => block.append("\u2028"));
  const lines = cell.textContent.replace(/\s+/g, (gap) => (gap.includes("\u2028") ? "\n" : " ")).split("\n");
  return lines.map((line) => line.trim()).filter(Boolean).join("\n");
}

/** The rows of the tables on the clipboard, a head that comes back only once; "" where most of it stands in no table. */
function tablesIn(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const tables = [...body.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
  const inTables = tables.reduce((length, table) => length + table.textContent.length, 0);
  if (inTables * 2 < body.textContent.length) return "";
  const parts = tables.map(rowsOf);
  return parts.flatMap((rows, at) => (at && rows[0] === parts[0][0] ? rows.slice(1) : rows)).join("\n");
}

/** A merged cell says its words once. */
function rowsOf(table) {
  const taken = []; // cells that stand in for those above
  return [...table.rows].map((row, at) => {
    const line = [];
    for (const cell of row.cells) {
      while (taken[at]?.[line.length]) line.push("");
      for (let down = 1; down < Math.min(cell.rowSpan, 300); down += 1) {
        taken[at + down] ||= [];
        for (let along = 0; along < cell.colSpan; along += 1) taken[at + down][line.length + along] = true;
      }
      line.push(quoted(words(cell)), ...Array(Math.min(cell.colSpan, 60) - 1).fill(""));
    }
    return line.length > 1 ? line.join("\t") : `${line.join("")}\t`;
  });
}

document.addEventListener("paste", (event) => {
  if (!event.target.matches("[data-paste]")) return;
  const text = tablesIn(event.clipboardData.getData("text/html"));
  if (!text) return;
  event.preventDefault();
  event.target.setRangeText(text, event.target.selectionStart, event.target.selectionEnd, "end");
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

// --- choosing

/** The page as it is after this choice; where nothing comes back, the button still does it. */
async function refresh(form, control) {
  asked += 1;
  const mine = asked;
  const data = new FormData(form);
  data.delete("draft"); // nothing is sent for good: the device goes on keeping the words
  if (control.type === "submit") data.set(control.name, control.value);
  const reply = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" }).catch(() => null);
  if (!reply?.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("read");
  if (!page || mine !== asked) return;
  show(page, control);
}

function show(page, control) {
  const before = document.getElementById("read");
  const row = control.closest("tr")?.id;
  const at = document.activeElement?.id;
  // where somebody may be typing by now stays as it is
  const kept = [".mk-paste-from", ...(control.name === "which" ? [] : ["#text"])];
  for (const part of kept) page.querySelector(part).replaceWith(before.querySelector(part));
  before.replaceWith(page);
  const next = (at && document.getElementById(at)) || (row && document.getElementById(row)?.querySelector("button, select"));
  (next || document.getElementById("read-head")).focus({ preventScroll: Boolean(next) });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-refresh], input[data-refresh]")) refresh(event.target.form, event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-refresh]");
  if (!button) return;
  event.preventDefault();
  refresh(button.form, button);
});

/** Whether something else is chosen than the page came with: before this script was there, or brought back by the browser. */
function isOther(control) {
  if (control.type === "checkbox") return control.checked !== control.defaultChecked;
  const came = [...control.options].findIndex((option) => option.defaultSelected);
  return control.selectedIndex !== Math.max(came, 0);
}

const early = [...document.querySelectorAll("select[data-refresh], input[data-refresh]")].find(isOther);
if (early) refresh(early.form, early);
