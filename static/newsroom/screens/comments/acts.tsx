// acts: what can be done with a comment in which state, with its words and its key.
import type { Act } from "../../rest/moderation";
import type { CommentStatus } from "../../rest/types";
import { t } from "../../words/words";

export interface ActWords {
  act: Act;
  key: string;
  words: string;
  danger?: boolean;
}

const approve = (): ActWords => ({ act: "approve", key: "a", words: t("Approve") });
const hold = (): ActWords => ({ act: "hold", key: "a", words: t("Take back the approval") });
const spam = (): ActWords => ({ act: "spam", key: "s", words: t("Spam") });
const trash = (): ActWords => ({ act: "trash", key: "d", words: t("Trash") });
const restore = (): ActWords => ({ act: "restore", key: "a", words: t("Bring back") });
const remove = (): ActWords => ({ act: "delete", key: "d", words: t("Delete for good"), danger: true });

export function actsOf(status: CommentStatus): ActWords[] {
  switch (status) {
    case "hold":
      return [approve(), spam(), trash()];
    case "approved":
      return [hold(), spam(), trash()];
    case "spam":
      return [{ ...restore(), words: t("Not spam") }, remove()];
    case "trash":
      return [restore(), spam(), remove()];
  }
}
