// difference-view: two states of an article, read as one text: what was added is underlined, what was taken out struck
// through; both are marked at the margin too, and said to who does not see them.
import { useMemo, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { t, tn } from "../../words/words";
import { difference, differingWords, shorten, type Piece, type Row } from "./difference";
import type { Fields } from "./fields";

type Text = Pick<Fields, "title" | "content" | "excerpt" | "content_format">;

function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map(piece =>
        piece.kind === "added" ? (
          <ins>{piece.text}</ins>
        ) : piece.kind === "removed" ? (
          <del>{piece.text}</del>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

function Line({ row }: { row: Row }) {
  const said = { added: t("Added:"), removed: t("Taken out:"), changed: t("Changed:"), same: "" }[row.kind];
  return (
    <p class={`diff-row ${row.kind} ${row.role}`} dir="auto">
      {said && <span class="unseen">{said} </span>}
      <Pieces pieces={row.pieces} />
    </p>
  );
}

export function DifferenceView({ before, after }: { before: Text; after: Text }) {
  const [source, setSource] = useState(false);
  const [whole, setWhole] = useState(false);
  const isHtml = before.content_format === "html" && after.content_format === "html";
  const readable = useMemo(
    () => difference(before.content, after.content, isHtml ? "html" : "source"),
    [before.content, after.content, isHtml],
  );
  const rows = useMemo(
    () => (source ? difference(before.content, after.content, "source") : readable),
    [readable, source],
  );
  const shown = whole ? rows : shorten(rows);
  const isSame = rows.every(row => row.kind === "same");
  const hidden = shown.some(row => typeof row === "number");
  return (
    <div class="difference">
      {isHtml && (
        <p class="toolbar difference-tools">
          <Button kind="quiet" aria-pressed={!source} onClick={() => setSource(false)}>
            {t("Text")}
          </Button>
          <Button kind="quiet" aria-pressed={source} onClick={() => setSource(true)}>
            {t("HTML")}
          </Button>
          {(hidden || whole) && !isSame && (
            <Button kind="quiet" aria-pressed={whole} onClick={() => setWhole(!whole)}>
              {t("Show unchanged paragraphs too")}
            </Button>
          )}
        </p>
      )}
      {before.title !== after.title && (
        <p class="diff-row changed diff-title" dir="auto">
          <span class="unseen">{t("Title:")} </span>
          <Pieces pieces={differingWords(before.title, after.title)} />
        </p>
      )}
      {before.excerpt !== after.excerpt && (
        <p class="diff-row changed diff-excerpt" dir="auto">
          <span class="diff-name">{t("Excerpt:")} </span>
          <Pieces pieces={differingWords(before.excerpt, after.excerpt)} />
        </p>
      )}
      {isSame ? (
        <p class="quiet">
          {before.content === after.content ? t("The text is the same.") : t("Only formatting changed: see the HTML.")}
        </p>
      ) : (
        <div class={source ? "diff-text source" : "diff-text"}>
          {shown.map(row =>
            typeof row === "number" ? (
              <p class="diff-gap">{tn("{n} unchanged paragraph", "{n} unchanged paragraphs", row)}</p>
            ) : (
              <Line row={row} />
            ),
          )}
        </div>
      )}
    </div>
  );
}
