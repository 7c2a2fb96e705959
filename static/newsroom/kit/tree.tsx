// tree: things under things (ARIA treegrid pattern: rows take the focus, Tab goes to what stands in the current one).
// Arrows walk, open and close. A row is moved by its grip or with the mouse, or by keys: M picks it up, arrows choose
// the place, Enter drops it, Esc leaves it where it was. Every step is told to screen readers.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../words/words";
import { announce } from "./announce";
import { ChevronRight, Grip } from "./icon";
import { useShortcuts } from "./shortcuts";
import { branchOf, isSamePlace, placeOf, placesFor, rowsOf, type Place, type Row, type TreeNode } from "./tree-order";

export type { Place, TreeNode } from "./tree-order";

export interface TreeColumn {
  title: string;
  /** Of the column's cells: "count" stands at the end in figures, "wide" goes away on a phone. */
  class?: string;
  /** Its title is for screen readers alone. */
  hideTitle?: boolean;
}

interface TreeProps<N extends TreeNode> {
  label: string;
  nodes: readonly N[];
  columns: readonly TreeColumn[];
  /** One cell's content for each column. What can be pressed in it takes `tabIndex`. */
  cells: (node: N, tabIndex: 0 | -1) => ComponentChildren[];
  /** Enter on a row. */
  onOpen?: (node: N) => void;
  /** Without it nothing can be moved. */
  onMove?: (node: N, place: Place) => void;
  canMove?: (node: N) => boolean;
  /** Siblings stand in an order that moving changes; else by a rule of their own, and only the parent is chosen. */
  ordered?: boolean;
  /** More rows than this begin closed. */
  openMost?: number;
}

interface Moving {
  id: number;
  place: Place;
  by: "keys" | "pointer";
}

export function Tree<N extends TreeNode>(props: TreeProps<N>) {
  const { label, nodes, columns, cells, onOpen, onMove, canMove, ordered = false, openMost = 300 } = props;
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState(0);
  const [moving, setMoving] = useState<Moving>();
  const grid = useRef<HTMLDivElement>(null);
  const press = useRef<{ id: number; x: number; y: number; pointer: number }>();
  const hintId = useId();
  const beginsOpen = nodes.length <= openMost;
  const isOpen = (id: number) => beginsOpen !== toggled.has(id);
  const rows = rowsOf(nodes, isOpen);
  const at = Math.max(
    0,
    rows.findIndex(row => row.node.id === current),
  );
  const nameOf = (id: number) => nodes.find(node => node.id === id)?.name ?? "";
  const movable = (node: N) => Boolean(onMove) && (!canMove || canMove(node));
  const branch = moving ? branchOf(nodes, moving.id) : new Set<number>();

  const rowElement = (id: number) => grid.current?.querySelector<HTMLElement>(`[data-id="${id}"]`);
  function focusRow(id: number) {
    setCurrent(id);
    rowElement(id)?.focus();
  }

  function setOpen(id: number, open: boolean) {
    if (isOpen(id) === open) return;
    const next = new Set(toggled);
    if (next.has(id)) next.delete(id);
    else next.add(id);
    setToggled(next);
  }

  function wordsOf({ parent, before }: Place): string {
    if (before) return t("Before {name}", { name: nameOf(before) });
    if (!parent) return ordered ? t("Last, at the top level") : t("At the top level");
    return ordered ? t("Last in {name}", { name: nameOf(parent) }) : t("In {name}", { name: nameOf(parent) });
  }

  function pickUp(node: N) {
    if (!movable(node)) {
      announce(t("{name} cannot be moved.", { name: node.name }));
      return;
    }
    setMoving({ id: node.id, place: placeOf(rows, node.id, ordered), by: "keys" });
    announce(
      t("{name} is picked up. Arrow keys choose the new place, Enter drops it there, Escape leaves it where it was.", {
        name: node.name,
      }),
    );
  }

  function drop(place: Place) {
    const node = nodes.find(each => each.id === moving?.id);
    setMoving(undefined);
    if (!node) return;
    if (isSamePlace(place, placeOf(rows, node.id, ordered))) {
      announce(t("{name} stays where it was.", { name: node.name }));
      return;
    }
    if (place.parent) setOpen(place.parent, true);
    onMove?.(node, place);
  }

  function cancel() {
    if (!moving) return;
    announce(t("{name} stays where it was.", { name: nameOf(moving.id) }));
    setMoving(undefined);
  }

  function choose(place: Place | undefined) {
    if (!place || !moving) return;
    setMoving({ ...moving, place });
    announce(wordsOf(place));
    rowElement(place.before || place.parent)?.scrollIntoView({ block: "nearest" });
  }

  function onMovingKey(event: KeyboardEvent, { place }: Moving) {
    const places = placesFor(rows, branch, ordered);
    const index = places.findIndex(each => isSamePlace(each, place));
    const { key } = event;
    const inwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const outwards = inwards === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    if (key === "ArrowDown") choose(places[index + 1]);
    else if (key === "ArrowUp") choose(places[Math.max(0, index < 0 ? 0 : index - 1)]);
    else if (key === "Home") choose(places[0]);
    else if (key === "End") choose(places[places.length - 1]);
    else if (key === outwards && place.parent)
      choose({ parent: placeOf(rows, place.parent, ordered).parent, before: 0 });
    else if (key === inwards) {
      // Into what stands above.
      const before = places.slice(0, Math.max(0, index)).reverse();
      choose(before.find(each => each.parent !== place.parent && each.parent !== 0 && !each.before));
    } else if (key === "Enter" || key === " ") drop(place);
    else if (key === "Escape" || key === "Tab") cancel();
    else return;
    if (key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moving) {
      onMovingKey(event, moving);
      return;
    }
    const row = rows[at];
    // Keys of what stands in the row are its own.
    if (!row || !(event.target as HTMLElement).matches("[role=row]")) return;
    const opens = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const closes = opens === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const go = (index: number) => rows[index] && focusRow(rows[index]!.node.id);
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === opens) {
      if (row.children && !isOpen(row.node.id)) setOpen(row.node.id, true);
      else if (row.children) go(at + 1);
    } else if (event.key === closes) {
      if (row.children && isOpen(row.node.id)) setOpen(row.node.id, false);
      else focusRow(placeOf(rows, row.node.id, false).parent || row.node.id);
    } else if (event.key === "Enter" && onOpen) onOpen(row.node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  useShortcuts(label, [
    ...(onMove
      ? [
          {
            keys: "m",
            words: t("Move the row: arrows choose the place, Enter drops"),
            run: () => {
              const row = rows[at];
              if (!row || !grid.current?.contains(document.activeElement)) return;
              focusRow(row.node.id);
              pickUp(row.node);
            },
          },
        ]
      : []),
  ]);

  // By pointer: it begins after a few pixels, so that a press stays a press. By touch only at the grip, since rows
  // must scroll.
  function placeAt(x: number, y: number): Place | undefined {
    const over = document.elementFromPoint(x, y);
    if (!over || !grid.current?.contains(over)) return undefined;
    if (over.closest(".tree-top")) return { parent: 0, before: 0 };
    const element = over.closest<HTMLElement>("[role=row][data-id]");
    const row = rows.find(each => each.node.id === Number(element?.dataset.id));
    if (!element || !row || branch.has(row.node.id)) return undefined;
    const box = element.getBoundingClientRect();
    const part = (y - box.top) / box.height;
    const inside: Place = { parent: row.node.id, before: 0 };
    if (!ordered) return inside;
    const left = rows.filter(each => !branch.has(each.node.id));
    const here = placeOf(left, row.node.id, true);
    if (part < 0.3) return { parent: here.parent, before: row.node.id };
    if (part < 0.7) return inside;
    if (row.children && isOpen(row.node.id)) {
      const first = left.find(each => each.node.parent === row.node.id);
      return { parent: row.node.id, before: first?.node.id ?? 0 };
    }
    return here;
  }

  function onPointerDown(event: PointerEvent, node: N) {
    const target = event.target as HTMLElement;
    const byGrip = target.closest(".tree-grip") !== null;
    if (event.button !== 0 || !movable(node)) return;
    if (!byGrip && (event.pointerType !== "mouse" || target.closest("a, button, input, [role=menu]"))) return;
    press.current = { id: node.id, x: event.clientX, y: event.clientY, pointer: event.pointerId };
    if (byGrip) event.preventDefault();
  }

  useEffect(() => {
    const onPointerMove = (event: PointerEvent) => {
      const start = press.current;
      if (!start || event.pointerId !== start.pointer) return;
      if (!moving && Math.hypot(event.clientX - start.x, event.clientY - start.y) < 6) return;
      event.preventDefault();
      if (event.clientY < 60) scrollBy(0, -12);
      else if (event.clientY > innerHeight - 60) scrollBy(0, 12);
      const place = placeAt(event.clientX, event.clientY) ?? moving?.place ?? placeOf(rows, start.id, ordered);
      if (!moving || !isSamePlace(place, moving.place)) setMoving({ id: start.id, place, by: "pointer" });
    };
    const onPointerUp = (event: PointerEvent) => {
      const start = press.current;
      if (!start || event.pointerId !== start.pointer) return;
      press.current = undefined;
      if (!moving || moving.by !== "pointer") return;
      // The press that ends a move is no click.
      addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", stop, true));
      const place = placeAt(event.clientX, event.clientY);
      if (place && event.type === "pointerup") drop(place);
      else cancel();
    };
    const stop = (event: Event) => (event.preventDefault(), event.stopPropagation());
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || moving?.by !== "pointer") return;
      press.current = undefined;
      cancel();
    };
    addEventListener("pointermove", onPointerMove);
    addEventListener("pointerup", onPointerUp);
    addEventListener("pointercancel", onPointerUp);
    addEventListener("keydown", onEscape);
    return () => {
      removeEventListener("pointermove", onPointerMove);
      removeEventListener("pointerup", onPointerUp);
      removeEventListener("pointercancel", onPointerUp);
      removeEventListener("keydown", onEscape);
    };
  });

  function markOf({ node }: Row<N>): string {
    if (!moving) return "";
    if (branch.has(node.id)) return "moved";
    if (moving.place.before === node.id) return "mark-before";
    return moving.place.parent === node.id && !moving.place.before ? "mark-into" : "";
  }

  return (
    <div class={moving ? "tree moving" : "tree"}>
      <div
        role="treegrid"
        aria-label={label}
        aria-describedby={onMove ? hintId : undefined}
        ref={grid}
        onKeyDown={onKeyDown}
      >
        <div role="row" class="tree-head">
          {columns.map(column => (
            <span role="columnheader" class={column.class}>
              <span class={column.hideTitle ? "unseen" : undefined}>{column.title}</span>
            </span>
          ))}
        </div>
        {rows.map((row, index) => {
          const { node, level, position, siblings, children } = row;
          const isCurrent = index === at;
          return (
            <div
              key={node.id}
              role="row"
              class={`tree-row ${markOf(row)}`}
              data-id={node.id}
              aria-level={level}
              aria-posinset={position}
              aria-setsize={siblings}
              aria-expanded={children ? isOpen(node.id) : undefined}
              tabIndex={isCurrent ? 0 : -1}
              onFocusIn={() => setCurrent(node.id)}
              onFocusOut={event => {
                if (moving?.by === "keys" && moving.id === node.id && event.relatedTarget) cancel();
              }}
              onPointerDown={event => onPointerDown(event, node)}
              style={{ "--level": level - 1 }}
            >
              {cells(node, isCurrent ? 0 : -1).map((cell, column) => (
                <span role="gridcell" class={columns[column]?.class}>
                  {column === 0 && (
                    <>
                      {onMove && (
                        <span class={movable(node) ? "tree-grip" : "tree-grip fixed"} aria-hidden="true">
                          {movable(node) && <Grip size={16} aria-hidden />}
                        </span>
                      )}
                      <span
                        class={children ? "tree-twist" : "tree-twist none"}
                        aria-hidden="true"
                        onClick={() => children && setOpen(node.id, !isOpen(node.id))}
                      >
                        {children > 0 && <ChevronRight size={16} aria-hidden />}
                      </span>
                    </>
                  )}
                  {cell}
                </span>
              ))}
            </div>
          );
        })}
        {moving && (
          <div role="row" class={moving.place.parent === 0 && !moving.place.before ? "tree-top mark-into" : "tree-top"}>
            <span role="gridcell">{ordered ? t("Last, at the top level") : t("At the top level")}</span>
          </div>
        )}
      </div>
      {onMove && (
        <p class="hint tree-hint" id={hintId}>
          {moving
            ? t("{name}: {place}. Enter drops it, Escape leaves it where it was.", {
                name: nameOf(moving.id),
                place: wordsOf(moving.place),
              })
            : t("Drag a row to move it, or press M on it and choose the place with the arrow keys.")}
        </p>
      )}
    </div>
  );
}
