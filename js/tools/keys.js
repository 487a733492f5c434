/** Writes the table of keys into docs/coding.md, or with --check tells whether it stands there. */

import { readFileSync, writeFileSync } from "node:fs";
import { KEYS, pressesOf } from "../src/index.js";

const PAGE = new URL("../../docs/coding.md", import.meta.url);
const PLACES = { text: "text", tree: "codes", search: "search", memo: "memo", field: "fields" };
const BETWEEN = /(<!-- keys -->\n)[^]*?(<!-- \/keys -->)/;

const rows = KEYS.map((row) => {
  const presses = row.command === "code-#" ? ["1 … 9"] : pressesOf(row.command, { isMac: false });
  const written = presses.map((press) => `\`${press === " " ? "Space" : press}\``).join(" ");
  return `| ${written} | ${row.focus.map((focus) => PLACES[focus]).join(", ")} | ${row.says} |`;
});
const table = ["| key | in the | does |", "|---|---|---|", ...rows].join("\n");
const page = readFileSync(PAGE, "utf-8");
const made = page.replace(BETWEEN, (_, opening, closing) => `${opening}${table}\n${closing}`);

if (!process.argv.includes("--check")) writeFileSync(PAGE, made);
else if (made !== page) {
  console.error("docs/coding.md is not up to date; run: node js/tools/keys.js");
  process.exitCode = 1;
}
