// pieces: what a document was read from, so that what was not edited is written back byte for byte.
//
// A node names its piece by `origin`. The piece knows the node as it was read and its exact source; nodes that hold
// others keep what stands before, between and behind these as well, so that an edit rewrites no more than it must.
import type { Node } from "prosemirror-model";

export interface Piece {
  node: Node;
  source: string;
  /** Up to the content, and from its end on; null where the content does not stand in one place. */
  open: string | null;
  close: string | null;
  /** Which list of siblings it stood in, and where. */
  list: number;
  index: number;
  /** What stood between the one before (or the parent's opening) and this one. */
  before: string;
  /** Behind the last child, before `close`. */
  tail: string;
  children: number;
  /** Whether it stood at the top of the document. */
  top: boolean;
}

export class Pieces {
  private readonly list: Piece[] = [];
  private lists = 0;

  newList(): number {
    return this.lists++;
  }

  /** The number that the node will carry; the piece is filled in once the node is made. */
  reserve(): number {
    return this.list.push(null as unknown as Piece) - 1;
  }

  fill(origin: number, piece: Piece): void {
    this.list[origin] = piece;
  }

  of(node: Node): Piece | null {
    const origin = node.attrs.origin as number | null | undefined;
    return origin === null || origin === undefined ? null : (this.list[origin] ?? null);
  }

  /** The piece when the node is as it was read. */
  unchanged(node: Node): Piece | null {
    const piece = this.of(node);
    return piece && piece.node.eq(node) ? piece : null;
  }
}
