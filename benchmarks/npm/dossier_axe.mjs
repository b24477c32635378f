// Opens dossiers in Chromium, light and dark, wide and narrow, and tells what axe-core finds.
// npm install axe-core puppeteer-core; node benchmarks/npm/dossier_axe.mjs [--shots] FILE.html ...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const here = createRequire(resolve("package.json"));
const shots = process.argv.includes("--shots");
const files = process.argv.slice(2).filter((word) => !word.startsWith("--"));

async function look(browser, file, scheme, width) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => request.url().startsWith("file:") || asked.push(request.url()));
  await page.setBypassCSP(true); // axe-core is a script of ours, which the page rightly refuses
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(`file://${resolve(file)}`);
  if (shots) await page.screenshot({ path: file.replace(/html$/, `${scheme}-${width}.png`), fullPage: true });
  await page.evaluate(readFileSync(here.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => axe.run(document));
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const told = violations.map((one) => `${one.impact} ${one.id} (${one.nodes.length})`).join(", ") || "nothing";
  console.log(`${file} ${scheme} ${width}: axe finds ${told}; ${Math.max(wider, 0)} px too wide; ${asked.length} requests`);
  await page.close();
}

(async () => {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  const browser = await here("puppeteer-core").launch({ executablePath, args: ["--no-sandbox"] });
  for (const file of files)
    for (const scheme of ["light", "dark"]) for (const width of [1200, 390]) await look(browser, file, scheme, width);
  await browser.close();
})();
