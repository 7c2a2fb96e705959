// counting: how long the text is, said below it a moment after an edit.
import type { Node } from "prosemirror-model";
import { useEffect, useMemo, useState } from "preact/hooks";
import { tn } from "../../words/words";
import { Counter, countText, type Counts } from "../source/counts";

interface CountingProps {
  doc: Node | null;
  text: string;
  language?: string;
}

const DELAY = 400; // ms

export function Counting({ doc, text, language }: CountingProps) {
  const counter = useMemo(() => new Counter(language), [language]);
  const [counts, setCounts] = useState<Counts | null>(null);
  const source = doc ? null : text;
  useEffect(() => {
    const count = () => setCounts(doc ? counter.count(doc) : countText(counter, source ?? ""));
    if (counts === null) return count();
    const timer = setTimeout(count, DELAY);
    return () => clearTimeout(timer);
  }, [doc, source, counter]);
  if (!counts) return null;
  return (
    <p class="editor-counts">
      <span>{tn("{n} word", "{n} words", counts.words)}</span>
      <span>{tn("{n} character", "{n} characters", counts.characters)}</span>
      {counts.minutes > 0 && <span>{tn("{n} minute to read", "{n} minutes to read", counts.minutes)}</span>}
    </p>
  );
}
