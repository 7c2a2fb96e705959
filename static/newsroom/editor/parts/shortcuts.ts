// shortcuts: the keys of the text, for the list of the `?` dialog. The editing area hears them itself (rich/keys.ts).
import { useShortcuts } from "../../kit/shortcuts";
import { t } from "../../words/words";

export function useEditorShortcuts(): void {
  useShortcuts(t("Text"), [
    { keys: "mod+b", words: t("Bold") },
    { keys: "mod+i", words: t("Italic") },
    { keys: "mod+k", words: t("Link") },
    { keys: "mod+e", words: t("Code in a line") },
    { keys: "mod+shift+x", words: t("Struck through") },
    { keys: "mod+alt+2", words: t("Heading 2 (3 and 4 likewise, 0: paragraph)") },
    { keys: "mod+shift+7", words: t("Numbered list") },
    { keys: "mod+shift+8", words: t("Bullet list") },
    { keys: "mod+shift+9", words: t("Quotation") },
    { keys: "mod+z", words: t("Undo") },
    { keys: "mod+shift+z", words: t("Redo") },
    { keys: "mod+shift+v", words: t("Paste without formatting") },
    { keys: "alt+F10", words: t("To the toolbar; Esc leads back") },
  ]);
}
