// Asks Lighthouse for one page on a phone, as somebody signed in: `node --input-type=module - PROGRAM ADDRESS [SESSION]`, from the folder where
// Lighthouse is. A new browser each time, so that nothing is kept. The session is a cookie of the browser: a header would go with the first page only.
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const [program, url, session] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: program, headless: "shell", args: ["--no-sandbox"] });
try {
  const { hostname: domain } = new URL(url);
  if (session) await browser.setCookie({ name: "sessionid", value: session, domain, path: "/", httpOnly: true });
  const { port } = new URL(browser.wsEndpoint());
  const options = { port, logLevel: "error", onlyCategories: ["performance"], throttlingMethod: "devtools" };
  const { lhr } = await lighthouse(url, options);
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
  const blocked = lhr.audits["total-blocking-time"].numericValue;
  console.log(JSON.stringify({ blocked, points: 100 * lhr.categories.performance.score }));
} finally {
  await browser.close();
}
