// markdown: text in Markdown as HTML (CommonMark with GitHub's tables, strikethrough, task lists and bare addresses).
#pragma once
struct arena;
// The HTML has passed the sanitiser (SANITIZE_POST), whoever wrote the text: raw Markdown is stored as it was written,
// so that what is in it may never count as trusted. It is never NULL. What would grow beyond all sense is shown as
// written, in <pre>.
const char *markdown_render(struct arena *arena, const char *text);
// A part of such HTML, in which elements may begin or end that the rest has: made whole.
const char *markdown_balance(struct arena *arena, const char *html);
