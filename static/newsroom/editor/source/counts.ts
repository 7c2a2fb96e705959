// counts: words and characters of a document, by the rules of its language. Blocks that stay are counted once.
import type { Node } from "prosemirror-model";

export interface Counts {
  words: number;
  characters: number;
  /** At the pace of grown-up readers; at least one where there is a word. */
  minutes: number;
}

const WORDS_A_MINUTE = 230;
// Scripts without spaces are read by the character.
const CHARACTERS_A_MINUTE = 500;

interface Segments {
  segment: (text: string) => Iterable<{ isWordLike?: boolean }>;
}

export class Counter {
  private readonly known = new WeakMap<Node, readonly [number, number]>();
  private readonly segmenter: Segments | null;
  private readonly dense: boolean;

  constructor(language: string | undefined) {
    this.dense = /^(ja|zh|th|km|lo|my)\b/.test(language ?? "");
    let segmenter: Segments | null = null;
    try {
      const Segmenter = (Intl as unknown as { Segmenter?: new (language?: string, options?: object) => Segments })
        .Segmenter;
      segmenter = Segmenter ? new Segmenter(language, { granularity: "word" }) : null;
    } catch {
      // A language that the browser does not know.
    }
    this.segmenter = segmenter;
  }

  words(text: string): number {
    if (!this.segmenter) return text.match(/[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    let count = 0;
    for (const { isWordLike } of this.segmenter.segment(text)) if (isWordLike) count++;
    return count;
  }

  private block(node: Node): readonly [number, number] {
    let known = this.known.get(node);
    if (!known) {
      const text =
        node.type.name === "opaque"
          ? textOf(node.attrs.source as string)
          : node.textBetween(0, node.content.size, "\n", " ");
      known = [this.words(text), [...text.replace(/\n/g, "")].length];
      this.known.set(node, known);
    }
    return known;
  }

  count(doc: Node): Counts {
    let words = 0;
    let characters = 0;
    doc.forEach(node => {
      const [more, signs] = this.block(node);
      words += more;
      characters += signs;
    });
    return this.result(words, characters);
  }

  result(words: number, characters: number): Counts {
    const minutes = this.dense ? characters / CHARACTERS_A_MINUTE : words / WORDS_A_MINUTE;
    return { words, characters, minutes: words === 0 ? 0 : Math.max(1, Math.round(minutes)) };
  }
}

/** Of a source: its words without its mark-up, roughly. */
export function countText(counter: Counter, source: string): Counts {
  const text = textOf(source);
  return counter.result(counter.words(text), [...text].length);
}

const textOf = (source: string): string =>
  source
    .replace(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>|^\[[^\]]*\]$/g, " ")
    .replace(/\s+/g, " ")
    .trim();
