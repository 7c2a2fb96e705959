// emptying: all of the spam, or of the trash, deleted for good, in steps, with the number before and the progress.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Confirm } from "../../kit/dialog";
import { toast } from "../../kit/toast";
import { messageOf } from "../../rest/error";
import { BULK_MOST, emptyComments } from "../../rest/moderation";
import { t, tn } from "../../words/words";
import { commentsChanged } from "./moderating";

interface EmptyingProps {
  status: "spam" | "trash";
  count: number;
}

export function Emptying({ status, count }: EmptyingProps) {
  // The number that was shown is the number that goes, whatever comes meanwhile.
  const [asked, ask] = useState(0);
  const [left, setLeft] = useState<number>();

  async function onConfirm() {
    let deleted = 0;
    try {
      for (let more = true; more && deleted < asked;) {
        setLeft(asked - deleted);
        const step = await emptyComments(status, Math.min(BULK_MOST, asked - deleted));
        deleted += step.deleted;
        more = step.deleted > 0 && step.remaining > 0;
      }
      toast(tn("{n} comment deleted.", "{n} comments deleted.", deleted));
    } catch (error) {
      toast(t("Not all could be deleted: {reason}", { reason: messageOf(error) }), { kind: "error" });
    }
    setLeft(undefined);
    ask(0);
    commentsChanged();
  }

  return (
    <>
      <Button kind="danger" disabled={count === 0} onClick={() => ask(count)}>
        {status === "spam" ? t("Empty the spam") : t("Empty the trash")}
      </Button>
      {asked > 0 && (
        <Confirm
          title={status === "spam" ? t("Empty the spam?") : t("Empty the trash?")}
          action={tn("Delete {n} comment", "Delete {n} comments", asked)}
          danger
          busy={left !== undefined}
          onConfirm={() => void onConfirm()}
          onClose={() => left === undefined && ask(0)}
        >
          <p>
            {tn(
              "{n} comment is deleted for good. This cannot be undone.",
              "{n} comments are deleted for good. This cannot be undone.",
              asked,
            )}
          </p>
          {left !== undefined && <p role="status">{tn("{n} to go", "{n} to go", left)}</p>}
        </Confirm>
      )}
    </>
  );
}
