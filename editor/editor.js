// Puts an editor over the query's textarea, which stays what the form sends: without this script all works the same.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";

const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const look = EditorView.theme(
  {
    "&": { fontSize: "0.875rem", border: "1px solid var(--quiet)", borderRadius: "3px", backgroundColor: "var(--paper)" },
    "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "2px" },
    ".cm-scroller": { fontFamily: "ui-monospace, monospace", lineHeight: "1.5" },
    ".cm-content": { caretColor: "var(--ink)" },
    ".cm-gutters": { backgroundColor: "var(--tint)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  },
  { dark },
);

function enhance(area) {
  // within a shadow root the editor's styles are sheets of the document's making, which the policy of the page allows
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  area.before(host);
  const send = (view) => {
    area.value = view.state.doc.toString();
    area.form.requestSubmit();
    return true;
  };
  const colours = dark ? [] : [syntaxHighlighting(defaultHighlightStyle)];
  const view = new EditorView({
    doc: area.value,
    parent: root,
    root,
    extensions: [
      lineNumbers(), history(), drawSelection(), bracketMatching(), sparql(), look, ...colours,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Query, with highlighting; Control and Enter run it" }),
      EditorView.updateListener.of((change) => { if (change.docChanged) area.value = change.state.doc.toString(); }),
      // Tab is not bound: it leaves the editor, as those need who have no mouse
      keymap.of([{ key: "Mod-Enter", run: send }, ...defaultKeymap, ...historyKeymap]),
    ],
  });
  area.hidden = true;
  area.closest("form").querySelector('label[for="query"]')?.addEventListener("click", () => view.focus());
}

for (const area of document.querySelectorAll("textarea#query")) enhance(area);
