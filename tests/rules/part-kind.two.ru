# A part that is prose and a figure.
INSERT DATA {
  GRAPH g:structure {
    part:law a cpg:Figure , doco:FigureBox .
  }
}
