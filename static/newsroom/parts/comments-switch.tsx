// comments switch: whether an article can be commented now, and why not; turned where it stands, confirmed by the
// server's answer, and taken back from the toast. The only one: lists, the editor and moderation show this.
import { useEffect, useRef, useState } from "preact/hooks";
import { Switch } from "../kit/switch";
import { toast } from "../kit/toast";
import { rest } from "../rest/client";
import { messageOf } from "../rest/error";
import type { CommentsState, OpenOrClosed, PostStatus } from "../rest/types";
import { formatDay, moment } from "../words/time";
import { t } from "../words/words";

export interface Switchable {
  id: number;
  type: "post" | "page";
  title: string;
  status: PostStatus;
  comment_status: OpenOrClosed;
  comments: CommentsState;
}

type State = Pick<Switchable, "comment_status" | "comments">;

/** The state that counts, in words. */
export function commentsWords({ comment_status: stored, comments: { state, reason, since, until } }: State): string {
  if (state === "open") {
    return until ? t("Comments are open until {day}", { day: formatDay(moment(until)) }) : t("Comments are open");
  }
  if (reason === "age") {
    return since
      ? t("Comments are closed: too old since {day}", { day: formatDay(moment(since)) })
      : t("Comments are closed: too old");
  }
  if (reason === "not_supported") return t("There are no comments here");
  if (reason === "not_public") {
    return stored === "open" ? t("Comments open when it is published") : t("Comments stay closed when it is published");
  }
  return t("Comments are closed");
}

async function write(post: Switchable, comment_status: OpenOrClosed): Promise<State> {
  const { data } = await rest<State>(`/wp/v2/${post.type === "page" ? "pages" : "posts"}/${post.id}`, {
    method: "POST",
    query: { _fields: "comment_status,comments" },
    body: { comment_status },
  });
  return data;
}

interface CommentsSwitchProps {
  post: Switchable;
  /** The server has confirmed a change. */
  onChanged?: (state: State) => void;
}

export function CommentsSwitch({ post, onChanged }: CommentsSwitchProps) {
  const [state, setState] = useState<State>(post);
  const [wanted, setWanted] = useState<boolean>();
  const told = useRef(onChanged);
  told.current = onChanged;
  useEffect(() => setState(post), [post.id, post.comment_status, post.comments.state, post.comments.reason]);

  async function turn(open: boolean, isUndo: boolean) {
    setWanted(open);
    try {
      const next = await write(post, open ? "open" : "closed");
      setState(next);
      told.current?.(next);
      toast(t("{title}: {state}.", { title: post.title, state: commentsWords(next) }), {
        undo: isUndo ? undefined : () => void turn(!open, true),
      });
    } catch (error) {
      toast(t("The discussion is as it was: {reason}", { reason: messageOf(error) }), { kind: "error" });
    }
    setWanted(undefined);
  }

  // Age is a rule of the whole site: nothing here opens what it has closed.
  const byRule = state.comments.reason === "age" || state.comments.reason === "not_supported";
  const on =
    wanted ?? (state.comments.reason === "not_public" ? state.comment_status : state.comments.state) === "open";
  return (
    <Switch
      on={on && !byRule}
      onChange={open => void turn(open, false)}
      busy={wanted !== undefined}
      disabled={byRule}
      label={t("Comments on {title}: {state}", { title: post.title, state: commentsWords(state) })}
    >
      {commentsWords(state)}
    </Switch>
  );
}
