// help: the keys that act on this screen.
import { Dialog } from "../kit/dialog";
import { modifier, shortcutGroups } from "../kit/shortcuts";
import { t } from "../words/words";
import { screens } from "./navigation";

function keyName(keys: string): string {
  if (keys === " ") return t("Space");
  if (!keys.includes("+") || keys === "+") return keys;
  const parts = keys.split("+").map(key => (key === "mod" ? modifier : key.charAt(0).toUpperCase() + key.slice(1)));
  return parts.join("+");
}

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const groups = [...shortcutGroups()].reverse().filter(group => group.shortcuts.length > 0);
  return (
    <Dialog title={t("Keyboard shortcuts")} onClose={onClose}>
      {groups.map(group => (
        <section class="keys">
          <h3>{group.title}</h3>
          <dl>
            {group.shortcuts.map(each => (
              <div>
                <dt>
                  <kbd>{keyName(each.keys)}</kbd>
                </dt>
                <dd>{each.words}</dd>
              </div>
            ))}
            {group.shortcuts.some(each => each.keys === "g") &&
              screens
                .filter(screen => screen.letter)
                .map(screen => (
                  <div>
                    <dt>
                      <kbd>g</kbd> <kbd>{screen.letter}</kbd>
                    </dt>
                    <dd>{screen.title()}</dd>
                  </div>
                ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
