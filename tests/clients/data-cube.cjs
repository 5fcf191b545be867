const { DataCubeEntryPoint } = require("@zazuko/query-rdf-data-cube");
async function main() {
  const entry = new DataCubeEntryPoint(process.argv[2], { languages: ["en"] });
  const told = {};
  for (const cube of await entry.dataCubes()) {
    const dims = await cube.dimensions(), measures = await cube.measures(), attributes = await cube.attributes();
    const chosen = {};
    dims.forEach((c, i) => { chosen["d" + i] = c; });
    measures.forEach((c, i) => { chosen["m" + i] = c; });
    const rows = await cube.query().select(chosen).limit(null).execute();
    told[cube.iri] = { label: cube.label.value, graph: cube.graphIri, rows: rows.length,
      components: [...dims, ...measures, ...attributes].map((c) => c.label.value),
      codes: rows.flatMap((row) => dims.map((c, i) => (row["d" + i].label || {}).value || "")) };
  }
  console.log(JSON.stringify(told));
}
main().catch((e) => { console.error(e); process.exit(1); });
