// main: the app begins: its words, then the shell.
import { render } from "preact";
import { App } from "./shell/app";
import { site } from "./site";
import { loadWords } from "./words/words";

await loadWords();
site.root.replaceChildren();
render(<App />, site.root);
