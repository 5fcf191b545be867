// The search of a copy in files: things whose name has a word for each word that is asked, or that value as printed.
"use strict";

const asked = new URLSearchParams(location.search).get("q") ?? "";
const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}§.,%-]+/gu) ?? [];
const results = document.getElementById("results");

function entry([href, label, kind, printed]) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = `../${href}`;
  link.textContent = label;
  if (printed) item.append(" ", Object.assign(document.createElement("strong"), { textContent: printed }));
  item.append(Object.assign(document.createElement("span"), { className: "muted", textContent: ` ${kind}` }));
  return item;
}

async function search() {
  const wanted = words(asked);
  if (!wanted.length) return;
  document.getElementById("q").value = asked;
  const things = await (await fetch("index.json")).json();
  const found = things.filter(([, label, , printed]) => {
    const held = words(label);
    return printed === asked.trim() || wanted.every((word) => held.some((one) => one.startsWith(word)));
  });
  const shown = found.slice(0, 200);
  results.querySelector("p").textContent =
    `${found.length} found${found.length > shown.length ? `, of which these are ${shown.length}` : ""}`;
  results.querySelector("ul").replaceChildren(...shown.map(entry));
}

search();
