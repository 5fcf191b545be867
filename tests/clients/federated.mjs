import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const [query, facts] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const sources = [{ type: "serialized", value: facts, mediaType: "text/turtle", baseIRI: "http://example.org/" }];
const rows = await (await new QueryEngine().queryBindings(query, { sources })).toArray();
console.log(JSON.stringify({ rows: rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]))) }));
