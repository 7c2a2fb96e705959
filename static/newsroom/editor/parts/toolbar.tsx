// toolbar: what can be done with the text (ARIA toolbar): one stop for Tab, arrows move within it, Esc goes back.
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import type { Command, EditorState } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  toggleHeaderRow,
} from "prosemirror-tables";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../../kit/button";
import type { IconType } from "../../kit/icon";
import { Menu } from "../../kit/menu";
import { modifier } from "../../kit/shortcuts";
import { t } from "../../words/words";
import {
  insertMarker,
  insertPullQuote,
  insertRule,
  insertSource,
  insertTable,
  setBlock,
  situation,
  toggle,
  toggleList,
  toggleQuote,
  type BlockKind,
} from "../rich/commands";
import { schema } from "../rich/schema";
import {
  Bold,
  Code,
  Italic,
  Link,
  List,
  ListOrdered,
  Picture,
  Plus,
  Quote,
  Redo,
  Strikethrough,
  Table,
  Undo,
} from "./icons";

interface ToolbarProps {
  state: EditorState;
  run: (command: Command) => void;
  onLink: () => void;
  /** Not given: no library to choose from. */
  onPicture?: () => void;
  onLeave: () => void;
  markdown: boolean;
  disabled: boolean;
}

const focusable = "button:not(:disabled), select:not(:disabled)";

export function Toolbar({ state, run, onLink, onPicture, onLeave, markdown, disabled }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const at = useRef<HTMLElement | null>(null);
  const now = situation(state);
  const entries = () =>
    [...bar.current!.querySelectorAll<HTMLElement>(focusable)].filter(each => !each.closest("[role=menu]"));

  // One of them alone is a stop for Tab.
  const rove = (to?: HTMLElement) => {
    const all = entries();
    at.current = to ?? (at.current && all.includes(at.current) ? at.current : (all[0] ?? null));
    for (const each of bar.current!.querySelectorAll<HTMLElement>("button:not([role=menuitem]), select"))
      each.tabIndex = each === at.current ? 0 : -1;
  };
  useEffect(() => rove());

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      onLeave();
      return;
    }
    const rtl = getComputedStyle(bar.current!).direction === "rtl";
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    const all = entries();
    const index = all.indexOf(document.activeElement as HTMLElement);
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step ? index + step : NaN;
    if (Number.isNaN(next) || index < 0) return;
    event.preventDefault();
    const target = all[(next + all.length) % all.length]!;
    rove(target);
    target.focus();
  }

  const can = (command: Command) => !disabled && command(state);
  const key = (words: string, keys: string) => t("{action} ({keys})", { action: words, keys });
  const mark = (name: "strong" | "em" | "strike" | "code", words: string, icon: IconType, keys: string) => (
    <IconButton
      label={key(words, keys)}
      icon={icon}
      aria-pressed={now[name]}
      disabled={disabled || !now.marks}
      onClick={() => run(toggle(name))}
    />
  );
  const action = (words: string, icon: IconType, command: Command, pressed?: boolean) => (
    <IconButton
      label={words}
      icon={icon}
      aria-pressed={pressed}
      disabled={!can(command)}
      onClick={() => run(command)}
    />
  );

  return (
    <div
      ref={bar}
      class="editor-toolbar"
      role="toolbar"
      aria-label={t("Formatting")}
      onKeyDown={onKeyDown}
      onFocusIn={event =>
        event.target instanceof HTMLElement &&
        event.target.matches(focusable) &&
        !event.target.closest("[role=menu]") &&
        rove(event.target)
      }
      // A press on a button leaves the cursor where it is.
      onMouseDown={event =>
        event.target instanceof Element && !event.target.closest("select") && event.preventDefault()
      }
    >
      <select
        aria-label={t("Kind of paragraph")}
        disabled={disabled || now.kind === "other"}
        value={now.kind}
        onChange={event => run(setBlock(event.currentTarget.value as BlockKind))}
      >
        <option value="paragraph">{t("Paragraph")}</option>
        <option value="heading2">{t("Heading 2")}</option>
        <option value="heading3">{t("Heading 3")}</option>
        <option value="heading4">{t("Heading 4")}</option>
        <option value="code">{t("Code")}</option>
        {now.kind === "other" && (
          <option value="other" hidden>
            {t("Other")}
          </option>
        )}
      </select>
      <span class="group">
        {mark("strong", t("Bold"), Bold, `${modifier}+B`)}
        {mark("em", t("Italic"), Italic, `${modifier}+I`)}
        {mark("strike", t("Struck through"), Strikethrough, `${modifier}+Shift+X`)}
        {mark("code", t("Code in a line"), Code, `${modifier}+E`)}
        <IconButton
          label={key(t("Link"), `${modifier}+K`)}
          icon={Link}
          aria-pressed={now.link}
          disabled={disabled || !now.marks}
          onClick={onLink}
        />
      </span>
      <span class="group">
        {action(t("Bullet list"), List, toggleList(schema.nodes.bullet_list!), now.bullets)}
        {action(t("Numbered list"), ListOrdered, toggleList(schema.nodes.ordered_list!), now.numbers)}
        {action(t("Quotation"), Quote, toggleQuote, now.quote)}
      </span>
      <span class="group">
        {onPicture && <IconButton label={t("Picture")} icon={Picture} disabled={disabled} onClick={onPicture} />}
        <Menu
          label={t("Insert")}
          icon={Plus}
          items={[
            { label: t("Table"), onSelect: () => run(insertTable(3, 3)) },
            { label: t("Line across"), onSelect: () => run(insertRule()) },
            !markdown && { label: t("Pull quote"), onSelect: () => run(insertPullQuote()) },
            { label: t("“Read more” mark"), onSelect: () => run(insertMarker("more")) },
            { label: t("Page break"), onSelect: () => run(insertMarker("nextpage")) },
            { label: t("HTML or shortcode"), onSelect: () => run(insertSource()) },
          ].map(item => item && { ...item, disabled })}
        />
        {now.table && (
          <Menu
            label={t("Table")}
            icon={Table}
            items={[
              { label: t("Row above"), onSelect: () => run(addRowBefore), disabled: !can(addRowBefore) },
              { label: t("Row below"), onSelect: () => run(addRowAfter), disabled: !can(addRowAfter) },
              { label: t("Column before"), onSelect: () => run(addColumnBefore), disabled: !can(addColumnBefore) },
              { label: t("Column after"), onSelect: () => run(addColumnAfter), disabled: !can(addColumnAfter) },
              !markdown && {
                label: t("Head row on or off"),
                onSelect: () => run(toggleHeaderRow),
                disabled: !can(toggleHeaderRow),
              },
              { label: t("Delete row"), onSelect: () => run(deleteRow), disabled: !can(deleteRow), danger: true },
              {
                label: t("Delete column"),
                onSelect: () => run(deleteColumn),
                disabled: !can(deleteColumn),
                danger: true,
              },
              { label: t("Delete table"), onSelect: () => run(deleteTable), disabled: !can(deleteTable), danger: true },
            ]}
          />
        )}
      </span>
      <span class="group">
        <IconButton
          label={key(t("Undo"), `${modifier}+Z`)}
          icon={Undo}
          disabled={disabled || undoDepth(state) === 0}
          onClick={() => run(undo)}
        />
        <IconButton
          label={key(t("Redo"), `${modifier}+Shift+Z`)}
          icon={Redo}
          disabled={disabled || redoDepth(state) === 0}
          onClick={() => run(redo)}
        />
      </span>
    </div>
  );
}
