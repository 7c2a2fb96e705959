// images: a medium of the library as a picture in the text, and what can be said of a picture there.
import type { Node } from "prosemirror-model";
import type { Picked } from "../contract";
import { attribute, classes, withAttribute, withClasses, type Attributes } from "../source/attributes";
import { schema } from "./schema";

export type Align = "none" | "left" | "center" | "right" | "wide" | "full";

const isAlign = (name: string) => /^align(none|left|center|right|wide|full)$/.test(name);
const isSize = (name: string) => /^size-/.test(name);

export function imageNode(picked: Picked): Node {
  const size = picked.sizes?.large ? "large" : "full";
  const shown = picked.sizes?.large ?? { url: picked.url, width: picked.width, height: picked.height };
  const img: [string, string][] = [
    ["src", shown.url],
    ["alt", picked.alt],
  ];
  if (picked.id > 0) img.push(["class", `wp-image-${picked.id}`]);
  if (shown.width && shown.height) img.push(["width", String(shown.width)], ["height", String(shown.height)]);
  const caption = picked.caption?.trim();
  return schema.nodes.image!.create(
    { img, extra: [["class", `wp-block-image size-${size}`]] },
    caption ? schema.text(caption) : null,
  );
}

/** What a dialog shows and changes of a picture: a figure, one with [caption], or one in a line. */
export interface Picture {
  src: string;
  alt: string;
  id: number;
  align: Align;
  size: string;
  href: string;
}

export const isInline = (node: Node): boolean => node.type === schema.nodes.inline_image;

export function pictureIn(node: Node): Picture {
  const img = node.attrs.img as Attributes;
  const outer = isInline(node) ? img : (node.attrs.extra as Attributes | null);
  const captioned = node.attrs.form === "caption";
  const alignClass = captioned ? (attribute(outer, "align") ?? "") : (classes(outer).find(isAlign) ?? "");
  const names = [...classes(outer), ...classes(img)];
  return {
    src: attribute(img, "src") ?? "",
    alt: attribute(img, "alt") ?? "",
    id: Number(/^wp-image-(\d+)$/.exec(names.find(name => /^wp-image-\d+$/.test(name)) ?? "")?.[1] ?? 0),
    align: (alignClass.replace(/^align/, "") || "none") as Align,
    size: names.find(isSize)?.slice(5) ?? "",
    href: attribute((node.attrs.link as Attributes | null | undefined) ?? null, "href") ?? "",
  };
}

export interface Sized {
  url: string;
  width: number;
  height: number;
}

/** The node's attributes with what was changed; `sized` is the file of the chosen size. */
export function withPicture(node: Node, before: Picture, after: Picture, sized: Sized | null): Record<string, unknown> {
  let img = withAttribute(node.attrs.img as Attributes, "alt", after.alt)!;
  if (sized) {
    img = withAttribute(img, "src", sized.url)!;
    img = withAttribute(img, "width", String(sized.width))!;
    img = withAttribute(img, "height", String(sized.height))!;
    // Files of other sizes belong to another choice.
    img = withAttribute(withAttribute(img, "srcset", null), "sizes", null)!;
  }
  const alignTo = after.align === "none" ? [] : [`align${after.align}`];
  const restyle = (list: Attributes | null): Attributes | null => {
    let result = list;
    if (after.align !== before.align) result = withClasses(result, isAlign, alignTo);
    if (after.size !== before.size) result = withClasses(result, isSize, after.size ? [`size-${after.size}`] : []);
    return result;
  };
  if (isInline(node)) return { ...node.attrs, img: restyle(img) ?? img };
  const attrs: Record<string, unknown> = { ...node.attrs, img };
  if (node.attrs.form === "caption") {
    let extra = node.attrs.extra as Attributes | null;
    if (after.align !== before.align) extra = withAttribute(extra, "align", `align${after.align}`);
    if (sized) extra = withAttribute(extra, "width", String(sized.width));
    attrs.extra = extra;
  } else attrs.extra = restyle(node.attrs.extra as Attributes | null);
  if (after.href !== before.href)
    attrs.link = after.href ? withAttribute(node.attrs.link as Attributes | null, "href", after.href) : null;
  return attrs;
}
