// editor_host: the content editor alone, for tests/browser/newsroom/test_editor.py. It is bundled by the test and run in
// a page of the newsroom, so that the real style sheet and the real policy are in force.
import { render } from "preact";
import { Announcer } from "../kit/announce";
import { Toasts } from "../kit/toast";
import { ContentEditor, type ContentEditorProps, type EditorHandle, type Format, type Picked } from "../editor";
import { checkText, type Report } from "./properties";

interface Host {
  value: string;
  changes: string[];
  handle: EditorHandle | null;
  /** Answers of the library, in turn. */
  picks: (Picked | null)[];
  /** How uploads end: a medium, or words of an error. */
  uploads: (Picked | string)[];
  uploaded: { name: string; size: number; type: string }[];
  checkText: (source: string, format: Format) => Report;
  show: (props: Partial<ContentEditorProps>) => void;
  hide: () => void;
  /** The parent puts another value there. */
  set: (value: string) => void;
}

declare global {
  interface Window {
    host: Host;
  }
}

const holder = document.createElement("main");
document.body.replaceChildren(holder);
document.body.className = "editor-host";

let props: ContentEditorProps;

function draw() {
  render(
    <>
      <h1 id="name">Text of the article</h1>
      <ContentEditor {...props} />
      <Toasts />
      <Announcer />
    </>,
    holder,
  );
}

window.host = {
  value: "",
  changes: [],
  handle: null,
  picks: [],
  uploads: [],
  uploaded: [],
  checkText,
  hide: () => render(null, holder),
  set(value) {
    window.host.value = value;
    props = { ...props, value };
    draw();
  },
  show(given) {
    render(null, holder);
    window.host.value = given.value ?? "";
    window.host.changes = [];
    props = {
      value: window.host.value,
      format: "html",
      labelledBy: "name",
      onChange(value) {
        window.host.value = value;
        window.host.changes.push(value);
        props = { ...props, value };
        draw();
      },
      onPickMedia: () => Promise.resolve(window.host.picks.shift() ?? null),
      onUpload(file, progress) {
        window.host.uploaded.push({ name: file.name, size: file.size, type: file.type });
        progress(0.4);
        const end = window.host.uploads.shift() ?? "nothing was prepared";
        return new Promise((resolve, reject) => {
          const settle = () => (typeof end === "string" ? reject(new Error(end)) : resolve(end));
          window.addEventListener("finish-upload", settle, { once: true });
        });
      },
      handle: handle => (window.host.handle = handle),
      ...given,
    };
    draw();
  },
};
