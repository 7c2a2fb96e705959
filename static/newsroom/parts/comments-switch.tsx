// comments switch: one article's discussion, open or closed, with the reason; turned with one press.
import { Switch } from "../kit/switch";
import { t } from "../words/words";
import { isOn, stateWords, titleOf, type Discussed, type Kind } from "./comments-words";
import { turn } from "./turn";

interface CommentsSwitchProps {
  kind: Kind;
  post: Discussed;
  /** Where the row takes the focus itself. */
  tabIndex?: number;
}

export function CommentsSwitch({ kind, post, tabIndex }: CommentsSwitchProps) {
  const words = stateWords(post);
  const { reason } = post.comments;
  const kindOf = reason === "not_public" ? "waiting" : reason === "age" ? "aged" : post.comments.state;
  return (
    <div class={`comments-switch ${kindOf}`}>
      <Switch
        on={isOn(post)}
        tabIndex={tabIndex}
        onChange={() => turn(kind, post)}
        label={t("Comments on “{title}”: {state}", { title: titleOf(post), state: words })}
      >
        {words}
      </Switch>
    </div>
  );
}
