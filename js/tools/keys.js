/** Writes the tables of keys into the documents, or with --check tells whether they stand there. */

import { readFileSync, writeFileSync } from "node:fs";
import { KEYS, pressesOf } from "../src/index.js";

/** @type {[page: string, mark: string, places: Record<string, string>][]} */
const TABLES = [
  ["coding.md", "keys", { text: "text", tree: "codes", search: "search", memo: "memo", field: "fields" }],
  ["coding.md", "keys of Passages", { passages: "list", reader: "text beside it" }],
  ["suggestions.md", "keys of SuggestionReview", { review: "list" }],
  ["reconcile.md", "keys", { contested: "list", "contested-text": "text", reason: "line for the reason" }],
  ["practice.md", "keys", { practice: "text to code", finding: "list", "finding-text": "text beside it", answer: "line for the answer" }],
  ["codebook.md", "keys", { book: "codes", "book-search": "search", form: "form" }],
];

for (const [name, mark, places] of TABLES) {
  const path = new URL(`../../docs/${name}`, import.meta.url);
  const page = readFileSync(path, "utf-8");
  const between = new RegExp(`(<!-- ${mark} -->\n)[^]*?(<!-- /${mark} -->)`);
  const made = page.replace(between, (_, opening, closing) => `${opening}${tableOf(places)}\n${closing}`);
  if (!process.argv.includes("--check")) writeFileSync(path, made);
  else if (made !== page) {
    console.error(`docs/${name} is not up to date; run: node js/tools/keys.js`);
    process.exitCode = 1;
  }
}

/** @param {Record<string, string>} places */
function tableOf(places) {
  const rows = KEYS.filter(({ focus }) => focus.some((one) => one in places)).map((row) => {
    const presses = row.command.endsWith("-#") ? ["1 … 9"] : pressesOf(row.command, { isMac: false });
    const written = presses.map((press) => `\`${press === " " ? "Space" : press}\``).join(" ");
    return `| ${written} | ${row.focus.map((focus) => places[focus]).filter(Boolean).join(", ")} | ${row.says} |`;
  });
  return ["| key | in the | does |", "|---|---|---|", ...rows].join("\n");
}
