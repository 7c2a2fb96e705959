// keys: which keys do what in the text. The list for people stands in parts/shortcuts.ts.
import {
  baseKeymap,
  chainCommands,
  createParagraphNear,
  exitCode,
  liftEmptyBlock,
  newlineInCode,
} from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { TextSelection, type Command, type Plugin } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import { breakLine, leaveCaption, setBlock, splitText, toggle, toggleList, toggleQuote } from "./commands";
import { schema } from "./schema";

const { nodes } = schema;

export function keys(askForLink: () => void): Plugin[] {
  const item = nodes.list_item!;
  const link: Command = (_, dispatch) => {
    if (dispatch) askForLink();
    return true;
  };
  return [
    keymap({
      "Mod-b": toggle("strong"),
      "Mod-i": toggle("em"),
      "Mod-Shift-x": toggle("strike"),
      "Mod-e": toggle("code"),
      "Mod-k": link,
      "Mod-z": undo,
      "Mod-y": redo,
      "Mod-Shift-z": redo,
      "Mod-Alt-0": setBlock("paragraph"),
      "Mod-Alt-2": setBlock("heading2"),
      "Mod-Alt-3": setBlock("heading3"),
      "Mod-Alt-4": setBlock("heading4"),
      "Mod-Shift-7": toggleList(nodes.ordered_list!),
      "Mod-Shift-8": toggleList(nodes.bullet_list!),
      "Mod-Shift-9": toggleQuote,
      "Mod-Enter": chainCommands(exitCode, breakLine),
      "Shift-Enter": chainCommands(newlineInCode, breakLine),
      Enter: chainCommands(
        splitListItem(item),
        leaveCaption,
        newlineInCode,
        createParagraphNear,
        liftEmptyBlock,
        splitText,
      ),
      Tab: chainCommands(goToNextCell(1), sinkListItem(item)),
      "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(item)),
      "Mod-]": sinkListItem(item),
      "Mod-[": liftListItem(item),
    }),
    keymap(baseKeymap),
  ];
}

/** What Markdown's signs at the beginning of a line become. */
export function typed(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading!, match => ({ level: match[1]!.length })),
      textblockTypeInputRule(/^```$/, nodes.code_block!),
      wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list!),
      wrappingInputRule(
        /^(\d{1,3})[.)]\s$/,
        nodes.ordered_list!,
        match => ({ extra: match[1] === "1" ? null : [["start", match[1]!]] }),
        (match, list) => list.childCount + 1 === Number(match[1]),
      ),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote!),
      new InputRule(/^---$/, (state, _, start) => {
        const $at = state.doc.resolve(start);
        if ($at.parent.type !== nodes.paragraph || $at.depth !== 1) return null;
        const from = $at.before();
        const tr = state.tr.replaceWith(from, $at.after(), [nodes.rule!.create(), nodes.paragraph!.create()]);
        return tr.setSelection(TextSelection.create(tr.doc, from + 2));
      }),
    ],
  });
}
