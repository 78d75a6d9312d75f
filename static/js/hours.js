// A time as people type it in 24 hours (9, 915, 9.15, 9u15) as 09:15, or empty; observations/clock.py reads the same.

export function hours(typed) {
  const [, hour, minute = "00"] = typed.normalize("NFKC").trim().match(/^(\d\d??)[.,:\shur]{0,6}(\d\d)?[\shur]{0,6}$/i) || [];
  return hour < 24 && minute < 60 ? `${hour.padStart(2, 0)}:${minute}` : "";
}
