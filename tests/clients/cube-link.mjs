import { Source, View } from "rdf-cube-view-query";

const [endpointUrl, sourceGraph] = process.argv.slice(2);
const make = () => new Source({ endpointUrl, sourceGraph, queryOperation: "postUrlencoded" });
const told = {};
for (const { term } of await make().cubes({ noShape: true })) {
  const cube = await make().cube(term); // a source of its own: views of one source share their cube
  const rows = await View.fromCube(cube).observations();
  told[term.value] = { rows: rows.length, properties: cube.dimensions.map((one) => one.path.value),
    cells: rows.map((row) => Object.values(row).filter(Boolean).length) };
}
console.log(JSON.stringify(told));
