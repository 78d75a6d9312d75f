// How far the server's clock is ahead of this device's, as an answer told: a tablet may be wrong by a year, also without a network.

const LEAD = "clock-lead";

/** Milliseconds; lower than any where nothing is known. */
export function rememberedLead() {
  try {
    return Number(localStorage.getItem(LEAD) ?? -Infinity);
  } catch {
    return -Infinity; // storage is switched off
  }
}

/** `date` is the Date header of an answer that has just come. */
export function rememberLead(date) {
  try {
    localStorage.setItem(LEAD, Date.parse(date) - Date.now());
  } catch {
    // then a page guesses by itself
  }
}
