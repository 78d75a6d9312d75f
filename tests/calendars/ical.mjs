// ical.mjs FILE: what ical.js, the parser of Thunderbird, reads in a calendar file, as JSON. ICAL names the module.
import fs from "node:fs";
const { default: ICAL } = await import(process.env.ICAL);

const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], "utf8")));
const read = calendar.getAllSubcomponents("vevent").map((visit) => {
  const event = new ICAL.Event(visit);
  return {
    uid: event.uid,
    zone: event.startDate.zone.tzid,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    title: event.summary,
    status: visit.getFirstPropertyValue("status"),
    sequence: event.sequence,
    name: visit.getFirstProperty("attendee")?.getParameter("cn") ?? null,
  };
});
console.log(JSON.stringify({ method: calendar.getFirstPropertyValue("method"), read }));
