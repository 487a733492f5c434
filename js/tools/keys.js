/** Writes the tables of keys into docs/coding.md, or with --check tells whether they stand there. */

import { readFileSync, writeFileSync } from "node:fs";
import { KEYS, pressesOf } from "../src/index.js";

const PAGE = new URL("../../docs/coding.md", import.meta.url);
const WIDGETS = {
  keys: { text: "text", tree: "codes", search: "search", memo: "memo", field: "fields" },
  "keys of Passages": { passages: "list", reader: "text beside it" },
};

/** @param {Record<string, string>} places */
function tableOf(places) {
  const rows = KEYS.filter(({ focus }) => focus.some((one) => one in places)).map((row) => {
    const presses = row.command === "code-#" ? ["1 … 9"] : pressesOf(row.command, { isMac: false });
    const written = presses.map((press) => `\`${press === " " ? "Space" : press}\``).join(" ");
    return `| ${written} | ${row.focus.map((focus) => places[focus]).filter(Boolean).join(", ")} | ${row.says} |`;
  });
  return ["| key | in the | does |", "|---|---|---|", ...rows].join("\n");
}

const page = readFileSync(PAGE, "utf-8");
let made = page;
for (const [name, places] of Object.entries(WIDGETS)) {
  const between = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  made = made.replace(between, (_, opening, closing) => `${opening}${tableOf(places)}\n${closing}`);
}

if (!process.argv.includes("--check")) writeFileSync(PAGE, made);
else if (made !== page) {
  console.error("docs/coding.md is not up to date; run: node js/tools/keys.js");
  process.exitCode = 1;
}
