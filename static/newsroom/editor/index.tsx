// editor: the text of an article, as rich text, as Markdown or as its source. The contract stands in contract.ts.
//
// The value is always the stored source. Rich text is a view of it (source/open.ts) in which every block remembers its
// piece of the source; leaving the view writes it back, and what nobody touched is the bytes that it was.
import type { EditorState } from "prosemirror-state";
import { useEffect, useId, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../kit/button";
import { announce } from "../kit/announce";
import { Cross } from "../kit/icon";
import { toast } from "../kit/toast";
import { t, tn } from "../words/words";
import type { ContentEditorProps, Format } from "./contract";
import { Counting } from "./parts/counting";
import { ImageDialog } from "./parts/image_dialog";
import { LinkDialog } from "./parts/link_dialog";
import { useEditorShortcuts } from "./parts/shortcuts";
import { SourceArea } from "./parts/source_area";
import { Toolbar } from "./parts/toolbar";
import { insertBlock, linkAt, removeLink, setLink } from "./rich/commands";
import { imageNode, isInline, pictureIn, withPicture } from "./rich/images";
import { nothingRemoved, type Removed } from "./rich/paste";
import { schema } from "./rich/schema";
import { Uploads } from "./rich/uploads";
import { RichView, type Pasted } from "./rich/view";
import { markdownView, type MarkdownView } from "./source/markdown_view";
import { openSource, type Opened } from "./source/open";

export type { ContentEditorProps, EditorHandle, Format, Picked } from "./contract";

type View = "rich" | "markdown" | "html";

const DELAY = 250; // ms from an edit until it is reported

/** "3 styles, 1 script and 2 pictures from other sites" */
function removedWords(removed: Removed, language: string): string {
  const parts = [
    removed.styles && tn("{n} style", "{n} styles", removed.styles),
    removed.scripts && tn("{n} script", "{n} scripts", removed.scripts),
    removed.images && tn("{n} picture from another site", "{n} pictures from other sites", removed.images),
    removed.frames && tn("{n} frame or player", "{n} frames or players", removed.frames),
    removed.controls && tn("{n} part of a form", "{n} parts of a form", removed.controls),
    removed.others && tn("{n} unknown element", "{n} unknown elements", removed.others),
  ].filter((part): part is string => Boolean(part));
  return new Intl.ListFormat(language, { type: "conjunction" }).format(parts);
}

/** All that outlives a rendering. */
class Desk {
  opened: Opened | null = null;
  rich: RichView | null = null;
  markdown: MarkdownView | null = null;
  /** What was last taken in or reported. */
  value: string;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Something was edited and not reported yet. */
  dirty = false;
  uploads!: Uploads;

  constructor(value: string) {
    this.value = value;
  }
}

export function ContentEditor(props: ContentEditorProps) {
  const { value, format, language, disabled = false } = props;
  const latest = useRef(props);
  latest.current = props;
  const [view, setView] = useState<View>("rich");
  const shownView = useRef<View>(view);
  const [text, setText] = useState("");
  const [state, setState] = useState<EditorState | null>(null);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const [dialog, setDialog] = useState<{ kind: "link" } | { kind: "image"; pos: number } | null>(null);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const place = useRef<HTMLDivElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);
  const hint = useId();
  useEditorShortcuts();

  const desk = useMemo(() => {
    const made = new Desk(value);
    made.uploads = new Uploads(
      () => made.rich?.view ?? null,
      () => latest.current.onUpload,
      (name, reason) =>
        toast(
          reason === "size"
            ? t("“{name}” is larger than 64 MB and was not uploaded.", { name })
            : reason === "type"
              ? t("“{name}” is not a picture. Other files go through the library.", { name })
              : t("“{name}” was not uploaded: {reason}", { name, reason: reason.message }),
          { kind: "error" },
        ),
    );
    return made;
  }, []);

  /** What stands there now, reported. */
  function flush(): string {
    clearTimeout(desk.timer);
    if (!desk.dirty) return desk.value;
    desk.dirty = false;
    const before = desk.value;
    if (shownView.current === "rich") desk.value = desk.opened!.save(desk.rich!.view.state.doc);
    else desk.value = sourceValue(latestText.current);
    if (desk.value !== before) latest.current.onChange(desk.value, latest.current.format);
    return desk.value;
  }

  /** The value that a text in a source view says. */
  function sourceValue(now: string): string {
    return desk.markdown ? desk.opened!.save(desk.markdown.read(now)) : now;
  }

  function edited(): void {
    desk.dirty = true;
    clearTimeout(desk.timer);
    desk.timer = setTimeout(flush, DELAY);
  }

  const latestText = useRef("");
  function putText(now: string): void {
    latestText.current = now;
    setText(now);
  }

  /** Shows desk.value in a view. */
  function show(next: View, source: string, kind: Format): void {
    desk.markdown = null;
    if (next === "rich") {
      desk.opened = openSource(source, kind);
      if (desk.rich) desk.rich.load(desk.opened.doc);
    } else if (next === "markdown" && kind === "html") {
      desk.opened = openSource(source, kind);
      desk.markdown = markdownView(desk.opened.doc);
      putText(desk.markdown.text);
    } else putText(source);
    shownView.current = next;
    setView(next);
  }

  // The editing area lives as long as the rich view is shown.
  useEffect(() => {
    if (view !== "rich") return;
    desk.opened ??= openSource(desk.value, latest.current.format);
    const named = latest.current.labelledBy;
    const rich = new RichView(place.current!, desk.opened.doc, {
      label: {
        ...(named ? { "aria-labelledby": named } : { "aria-label": t("Text") }),
        "aria-describedby": hint,
        ...(language ? { lang: language } : {}),
        ...(props.dir ? { dir: props.dir } : {}),
      },
      placeholder: () => t("Write here. Pictures can be dropped in."),
      editable: () => !latest.current.disabled,
      uploads: desk.uploads,
      editImage: pos => setDialog({ kind: "image", pos }),
      askForLink: () => setDialog({ kind: "link" }),
      onState: (now, changed) => {
        setState(now);
        if (changed) edited();
      },
      onPaste: what => {
        setPasted(what);
        announce(t("Removed from the pasted text: {list}.", { list: removedWords(what.removed, language ?? "en") }));
      },
      onLeave: () => {
        flush();
        again(0);
      },
    });
    desk.rich = rich;
    setState(rich.view.state);
    return () => {
      flush();
      rich.destroy();
      desk.rich = null;
      setState(null);
    };
  }, [view === "rich"]);

  // Another value than the one reported: somebody put it there.
  useEffect(() => {
    if (value === desk.value) return;
    clearTimeout(desk.timer);
    desk.dirty = false;
    desk.value = value;
    desk.opened = null;
    setPasted(null);
    show(shownView.current, value, format);
  }, [value, format]);

  useEffect(() => desk.rich?.view.setProps({}), [disabled]);

  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", leave);
    latest.current.handle?.({
      flush,
      focus: () =>
        desk.rich
          ? desk.rich.view.focus()
          : toolbar.current?.parentElement?.querySelector<HTMLElement>(".editor-source textarea")?.focus(),
      uploading: () => desk.uploads.underWay,
    });
    return () => {
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", leave);
      desk.uploads.cancelAll();
      // The rich view has reported its own already.
      if (shownView.current !== "rich") flush();
      clearTimeout(desk.timer);
      latest.current.handle?.(null);
    };
  }, []);

  // The tools stay below the head of the screen where that stays, too.
  useEffect(() => {
    const tools = toolbar.current!;
    const screen = tools.closest("main")?.querySelector<HTMLElement>(".screen-head");
    if (!screen || getComputedStyle(screen).position !== "sticky") return;
    const observer = new ResizeObserver(() => tools.style.setProperty("--editor-top", `${screen.offsetHeight}px`));
    observer.observe(screen);
    return () => observer.disconnect();
  }, []);

  function choose(next: View): void {
    if (next === shownView.current) return;
    if (desk.uploads.underWay) {
      toast(t("Pictures are still being uploaded. The view changes when they are there."), { kind: "error" });
      return;
    }
    setPasted(null);
    const now = flush();
    desk.opened = null;
    show(next, now, format);
  }

  const rich = desk.rich;
  function run(command: Parameters<Parameters<typeof Toolbar>[0]["run"]>[0]): void {
    if (!rich) return;
    command(rich.view.state, rich.view.dispatch, rich.view);
    // A box of source that was just made has the focus in itself.
    const { selection } = rich.view.state;
    if (!("node" in selection && (selection.node as { type?: unknown }).type === schema.nodes.opaque))
      rich.view.focus();
  }

  async function pickMedia(replaceAt?: number): Promise<void> {
    const picked = await latest.current.onPickMedia?.();
    if (!picked || !desk.rich) return;
    const { view: editing } = desk.rich;
    if (picked.mimeType && !picked.mimeType.startsWith("image/")) {
      const at = editing.state.selection;
      setLink({ from: at.from, to: at.from }, picked.url, picked.title ?? picked.url)(editing.state, editing.dispatch);
    } else if (replaceAt !== undefined) {
      const old = editing.state.doc.nodeAt(replaceAt);
      if (old) {
        const made = imageNode(picked);
        const attrs = isInline(old)
          ? { img: made.attrs.img }
          : { ...old.attrs, img: made.attrs.img, extra: made.attrs.extra, form: "figure" };
        editing.dispatch(editing.state.tr.setNodeMarkup(replaceAt, null, attrs));
      }
    } else insertBlock(imageNode(picked))(editing.state, editing.dispatch);
    editing.focus();
  }

  const views: [View, string][] =
    format === "html"
      ? [
          ["rich", t("Rich text")],
          ["markdown", t("Markdown")],
          ["html", t("HTML")],
        ]
      : [
          ["rich", t("Rich text")],
          ["markdown", t("Markdown")],
        ];
  const link = dialog?.kind === "link" && state ? linkAt(state) : null;
  const imageAt = dialog?.kind === "image" ? dialog.pos : null;
  const imageHere = imageAt !== null && state ? state.doc.nodeAt(imageAt) : null;
  const close = () => {
    setDialog(null);
    // After the dialog gave the focus back.
    requestAnimationFrame(() => desk.rich?.view.focus());
  };

  return (
    <div
      class={disabled ? "editor disabled" : "editor"}
      onKeyDown={event => {
        if (event.key !== "F10" || !event.altKey) return;
        event.preventDefault();
        toolbar.current?.querySelector<HTMLElement>(".editor-toolbar [tabindex='0']")?.focus();
      }}
    >
      <div class="editor-head" ref={toolbar}>
        <div class="editor-views" role="group" aria-label={t("View of the text")}>
          {views.map(([name, words]) => (
            <button key={name} type="button" aria-pressed={view === name} onClick={() => choose(name)}>
              {words}
            </button>
          ))}
        </div>
        {view === "rich" && state && (
          <Toolbar
            state={state}
            run={run}
            markdown={format === "markdown"}
            disabled={disabled}
            onLink={() => setDialog({ kind: "link" })}
            onPicture={props.onPickMedia && (() => void pickMedia())}
            onLeave={() => rich?.view.focus()}
          />
        )}
      </div>
      {pasted && !nothingRemoved(pasted.removed) && (
        <div class="notice warning editor-pasted">
          <p>{t("Removed from the pasted text: {list}.", { list: removedWords(pasted.removed, language ?? "en") })}</p>
          <p class="actions">
            <Button
              onClick={() => {
                if (!pasted.asText())
                  toast(t("The text was changed since; undo leads back step by step."), { kind: "error" });
                setPasted(null);
              }}
            >
              {t("Keep the words only")}
            </Button>
            <Button
              onClick={() => {
                if (!pasted.undo())
                  toast(t("The text was changed since; undo leads back step by step."), { kind: "error" });
                setPasted(null);
              }}
            >
              {t("Take it out again")}
            </Button>
            <IconButton label={t("Close")} icon={Cross} onClick={() => setPasted(null)} />
          </p>
        </div>
      )}
      <p id={hint} class="unseen">
        {t("Alt+F10 leads to the toolbar.")}
      </p>
      {view === "rich" ? (
        <div ref={place} class="editor-place" />
      ) : (
        <SourceArea
          value={text}
          kind={view}
          note={
            desk.markdown
              ? t(
                  "Blocks that Markdown cannot say stand as lines like <!-- 3: Gallery -->. They can be moved and deleted whole.",
                )
              : undefined
          }
          language={language}
          disabled={disabled}
          labelledBy={props.labelledBy}
          onInput={now => {
            putText(now);
            edited();
          }}
          onLeave={() => void flush()}
        />
      )}
      <Counting doc={view === "rich" ? (state?.doc ?? null) : null} text={text} language={language} />
      {link && (
        <LinkDialog
          href={link.href}
          text={link.text}
          onClose={close}
          onRemove={() => {
            run(removeLink(link));
            close();
          }}
          onSave={(href, words) => {
            run(setLink(link, href, words));
            close();
          }}
        />
      )}
      {imageHere && imageAt !== null && (
        <ImageDialog
          picture={pictureIn(imageHere)}
          inline={isInline(imageHere)}
          onClose={close}
          onRemove={() => {
            run((now, dispatch) => {
              dispatch?.(now.tr.delete(imageAt, imageAt + imageHere.nodeSize));
              return true;
            });
            close();
          }}
          onReplace={
            props.onPickMedia &&
            (() => {
              setDialog(null);
              void pickMedia(imageAt);
            })
          }
          onSave={(picture, sized) => {
            run((now, dispatch) => {
              dispatch?.(
                now.tr.setNodeMarkup(imageAt, null, withPicture(imageHere, pictureIn(imageHere), picture, sized)),
              );
              return true;
            });
            close();
          }}
        />
      )}
    </div>
  );
}

export default ContentEditor;
